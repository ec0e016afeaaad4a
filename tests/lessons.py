"""The course's lessons, read once for all tests of a process: reading the seven takes a second or two."""

from utils.authoring import lesson_sources
from utils.authoring.source import read_lesson

LESSONS = {source.stem: read_lesson(source) for source in lesson_sources()}
