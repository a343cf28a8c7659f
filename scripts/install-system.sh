#!/usr/bin/env bash
# Install the outside programs and fonts docforms prints with, on Debian or Ubuntu.
# Does nothing, and says so, where everything is there; may be run again at any time.
#
# FandolFang stands in for 仿宋. Debian ships it only inside texlive-lang-chinese, which would bring
# 1 GB of TeX along; so the package is fetched from Debian and nothing but the fonts is taken out of it.
set -euo pipefail

readonly packages=(
  libreoffice-writer-nogui
  libreoffice-calc-nogui
  poppler-utils
  fontconfig
  fonts-noto-cjk
  fonts-noto-cjk-extra
  fonts-lxgw-wenkai
  fonts-arphic-ukai
  libgl1
  libglib2.0-0
)
readonly fandol_package=texlive-lang-chinese
readonly fandol_folders=(
  /usr/local/share/fonts/fandol
  /usr/share/texlive/texmf-dist/fonts/opentype/public/fandol
  /usr/share/texmf/fonts/opentype/public/fandol
)
readonly fandol_font=FandolFang-Regular.otf

say() { printf 'install-system: %s\n' "$*" >&2; }

installed() { [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

has_fandol() {
  local folder
  for folder in "${fandol_folders[@]}"; do
    [[ -f $folder/$fandol_font ]] && return 0
  done
  return 1
}

as_root() {
  if [[ $EUID -eq 0 ]]; then
    "$@"
  else
    sudo "$@"
  fi
}

install_fandol() (
  local work
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  chmod 755 "$work"
  cd "$work"
  say "taking the Fandol fonts out of $fandol_package"
  apt-get -qq download "$fandol_package"
  dpkg-deb --fsys-tarfile "$fandol_package"_*.deb |
    tar --extract --wildcards --strip-components=9 --no-same-owner '*/fonts/opentype/public/fandol/Fandol[FHKS]*.otf'
  as_root install -d -m 755 "${fandol_folders[0]}"
  as_root install -m 644 Fandol*.otf "${fandol_folders[0]}"
)

main() {
  if ! command -v apt-get >/dev/null; then
    say "this script knows only Debian and Ubuntu; install by hand: ${packages[*]} and the Fandol fonts"
    exit 1
  fi
  local package missing=()
  for package in "${packages[@]}"; do
    installed "$package" || missing+=("$package")
  done
  # Debian splits venv off its Python; other Pythons have it.
  python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
  if [[ ${#missing[@]} -eq 0 ]] && has_fandol; then
    say "everything is installed"
    return
  fi
  as_root apt-get -qq update
  if [[ ${#missing[@]} -gt 0 ]]; then
    say "installing ${missing[*]}"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends "${missing[@]}"
  fi
  has_fandol || install_fandol
  as_root fc-cache --force "${fandol_folders[0]}" 2>/dev/null || true
  say "done"
}

main "$@"
