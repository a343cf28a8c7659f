"""Outside programs: finding them, running them with a time limit, and saying how to get them."""

from docforms.tools.faces import FC_LIST, Face, faces
from docforms.tools.probe import Found, Probe, found, located, run
from docforms.tools.soffice import SOFFICE, to_pdf

__all__ = ['FC_LIST', 'SOFFICE', 'Face', 'Found', 'Probe', 'faces', 'found', 'located', 'run', 'to_pdf']
