"""A user's points: read from any common file or from memory, never a number that is not there.

What a file means is found once, from its first lines (`layout`), and holds to its end. Whatever
could mean two things is refused, with the line, the column and what was found there.
"""

from optanim.runs.data.header import Wanted
from optanim.runs.data.naming import STANDARD_INPUT, called, is_file, name_of
from optanim.runs.data.points import MOST_ROWS, XY, Column, Points
from optanim.runs.data.reading import read_points

__all__ = [
    "MOST_ROWS",
    "STANDARD_INPUT",
    "XY",
    "Column",
    "Points",
    "Wanted",
    "called",
    "is_file",
    "name_of",
    "read_points",
]
