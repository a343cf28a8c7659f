"""Run the command line: python -m docforms."""

from docforms.cli import main

if __name__ == '__main__':
    main()
