"""Grades on several machines with Dask: lessons × batches of files go to workers that hold the same course.

A worker of Dask is a process that keeps a pair of sandboxed processes for the lesson it last worked on. What it lost is
tried again by another; a batch that loses two workers is split, and the file that did it gets a record which says so.
"""

import contextlib
import threading
from collections.abc import Callable
from dataclasses import replace

from distributed import Client, as_completed, wait
from distributed.scheduler import KilledWorker
from tqdm import tqdm

from utils.classroom import ClassroomError, judging, sandbox
from utils.classroom.collect import Found
from utils.classroom.course import Course, Lesson, read_course
from utils.classroom.pair import Pair, PairLost
from utils.classroom.records import Record, Records
from utils.classroom.run import Job, Settings, read_all

BATCH = 8  # submissions that go to a worker at a time
TWICE = "it ended the grader's own processes twice"
ANSWERS = 120  # seconds in which a worker says what it holds
MOST_WAITING = 200  # batches handed to the scheduler and not yet back


class Held:
    """A worker's pair, and the lesson that it is for. One batch at a time: more at a time are more workers."""

    lock = threading.RLock()
    pair: Pair | None = None
    lesson: Lesson | None = None


def run_on_cluster(
    found: list[Found], course: Course, records: Records, settings: Settings, scheduler: str, roster: dict | None = None
) -> float:
    """Grade every file that has no record yet on the workers of `scheduler`; return their seconds of processor.

    Raises ClassroomError where no scheduler answers, a worker holds another course, or has no sandbox.
    """
    try:
        client = Client(scheduler, timeout=10)
    except (OSError, ValueError) as problem:
        raise ClassroomError(f"No Dask scheduler answers at {scheduler}: {problem}.") from None
    with client, tqdm(total=len(found), unit=" files", desc="Graded") as bar:
        refuse_other_courses(client, course, settings)
        waiting = as_completed(loop=client.loop, raise_errors=False)
        batches: dict[str, tuple[Job, ...]] = {}

        def submit(jobs: tuple[Job, ...]) -> None:
            lesson = course.lessons[jobs[0].record.lesson]
            future = client.submit(grade_batch, lesson, jobs, settings, pure=False, retries=1)
            batches[future.key] = jobs
            waiting.add(future)

        def settle(future) -> None:
            jobs = batches.pop(future.key)
            if future.status == "finished":
                for record in future.result():
                    records.add(record)
                    bar.update()
            elif len(jobs) > 1:
                for job in jobs:
                    submit((job,))
            else:
                records.add(replace(jobs[0].record, problem=lost(future)))
                bar.update()

        for jobs in in_batches(read_all(found, course, roster), records, bar):
            submit(jobs)
            while len(batches) > MOST_WAITING:
                settle(next(waiting))
        while batches:
            settle(next(waiting))
        return sum(float(seconds) for seconds in on_each(client, let_go).values())


def in_batches(outcomes, records: Records, bar: tqdm):
    """Yield jobs of one lesson in batches; keep at once what cannot be graded, pass over what was graded before."""
    batches: dict[str, list[Job]] = {}
    for outcome in outcomes:
        record = outcome.record if isinstance(outcome, Job) else outcome
        if records.holds(record):
            bar.update()
        elif isinstance(outcome, Job):
            batch = batches.setdefault(record.lesson, [])
            batch.append(outcome)
            if len(batch) == BATCH:
                yield tuple(batches.pop(record.lesson))
        else:
            records.add(record)
            bar.update()
    yield from map(tuple, batches.values())


def lost(future) -> str:
    """Return why one submission has no verdict."""
    if isinstance(future.exception(), KilledWorker):
        return TWICE
    return f"its worker failed: {type(future.exception()).__name__}"


def refuse_other_courses(client: Client, course: Course, settings: Settings) -> None:
    """Raise ClassroomError unless every worker holds this course and, where one is wanted, a sandbox."""
    known = on_each(client, about)
    if not known:
        raise ClassroomError(
            "The Dask scheduler has no workers: start some with `dask worker`, in the course's folder."
        )
    for worker, (digest, lack) in known.items():
        if digest != course.digest and settings_matter(course):
            raise ClassroomError(f"The worker {worker} holds another version of the course: bring it up to date.")
        if lack and not settings.trusted:
            raise ClassroomError(f"The worker {worker} cannot grade: {lack}")


def on_each(client: Client, function: Callable[[], object]) -> dict[str, object]:
    """Return what a function gives on each worker. As tasks: in a worker's event loop it would block itself."""
    asked = {worker: client.submit(function, workers=[worker], pure=False) for worker in client.nthreads()}
    with contextlib.suppress(TimeoutError):  # of a worker that has gone in between
        wait(list(asked.values()), timeout=ANSWERS)
    return {worker: future.result() for worker, future in asked.items() if future.status == "finished"}


def settings_matter(course: Course) -> bool:
    """Tell whether a course is the repository's own, which workers must hold too."""
    return course.lessons.keys() & read_course().lessons.keys() != set()


def about() -> tuple[str, str]:
    """Return what a worker holds: its course's digest, and what it lacks for a sandbox."""
    return read_course().digest, sandbox.missing()


def grade_batch(lesson: Lesson, jobs: tuple[Job, ...], settings: Settings) -> list[Record]:
    """Grade some submissions of one lesson in this worker."""
    with Held.lock:
        return [graded(lesson, job, settings) for job in jobs]


def graded(lesson: Lesson, job: Job, settings: Settings) -> Record:
    """Return the record of one submission, tried twice where the sandbox dies under it."""
    for _ in range(2):
        try:
            return judging.graded(held_pair(lesson, settings), job.record, job.submission.answers)
        except PairLost:
            let_go()
    return replace(job.record, problem=TWICE)


def held_pair(lesson: Lesson, settings: Settings) -> Pair:
    """Return this worker's pair for a lesson, started where it has none or another lesson's."""
    if Held.pair is None or Held.lesson != lesson:
        let_go()
        pair = Pair(lesson, settings.limits, trusted=settings.trusted, seed=settings.seed)
        pair.ready()
        Held.pair, Held.lesson = pair, lesson
    return Held.pair


def let_go() -> float:
    """End this worker's pair, if any; return the seconds of processor that it took."""
    with Held.lock:
        pair, Held.pair, Held.lesson = Held.pair, None, None
    if pair is None:
        return 0.0
    with contextlib.suppress(OSError):
        pair.close()
    return pair.processor
