"""Grades what a class handed in, safely: one record for each submission, whatever is in the file.

`python -m utils grade SUBMISSIONS` reads every notebook as data (`submissions`, `collect`), lets the answers run in a
sandbox and judges them in another process that never runs a line of a submission (`pair`, `judge`, `answer`), keeps a
record of each as it comes (`records`) and writes tables, feedback and a report (`tables`, `feedback`, `report`).
Nothing of the course imports this package.
"""


class ClassroomError(Exception):
    """Something that the instructor can put right; its text is one clear sentence."""
