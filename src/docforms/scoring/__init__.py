"""Score sheets: sections, items and weights as data; totals, result, and every missing mark in one pass."""

from docforms.scoring.score import Fault, ItemScore, Score, score
from docforms.scoring.sheet import Group, Item, Section, Sheet, Veto
from docforms.scoring.values import sheet_values

__all__ = ['Fault', 'Group', 'Item', 'ItemScore', 'Score', 'Section', 'Sheet', 'Veto', 'score', 'sheet_values']
