"""Opening of files that nobody vouches for: what they are, whether they may be read, and reading them under limits.

with Worker() as worker:
    contents = worker.run(name, read_contents, content, name)
    for page in worker.each(name, decoded_pages, content, name):
        ...
"""

from docforms.opening.calls import Limits, ParserFault
from docforms.opening.examining import decoded_pages, examine
from docforms.opening.kinds import PICTURES, Kind, kind_by_content
from docforms.opening.pages import PageImage
from docforms.opening.pdf import page_texts, pages_cut
from docforms.opening.worker import Worker

__all__ = [
    'PICTURES',
    'Kind',
    'Limits',
    'PageImage',
    'ParserFault',
    'Worker',
    'decoded_pages',
    'examine',
    'kind_by_content',
    'page_texts',
    'pages_cut',
]
