"""One run of the grader: reads files, feeds workers, keeps records, and ends whatever it has started."""

import contextlib
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import groupby

from tqdm import tqdm

from utils.classroom import ClassroomError
from utils.classroom.collect import Found, digest
from utils.classroom.course import Course
from utils.classroom.judging import graded
from utils.classroom.pair import Limits, Pair, PairLost
from utils.classroom.records import Record, Records, plain
from utils.classroom.submissions import Submission, parse

WAIT = 0.2  # seconds after which a worker looks whether more has come


@dataclass(frozen=True)
class Job:
    """A submission to grade: its record so far, and what was found in the file."""

    record: Record
    submission: Submission


@dataclass(frozen=True)
class Settings:
    """How a run is made."""

    workers: int = 2
    limits: Limits = field(default_factory=Limits)
    trusted: bool = False
    seed: int | None = None


def read_all(found: list[Found], course: Course, roster: dict[str, str] | None) -> Iterator[Job | Record]:
    """Yield for each file the job to do, or the record of why there is none.

    Of two files of one student for one lesson the one that was handed in last counts.
    """
    by_student = sorted(found, key=lambda one: (one.student, one.file))
    for student, files in groupby(by_student, key=lambda one: one.student):
        note = ("not on the roster",) if roster is not None and student not in roster else ()
        read = [(one, read_one(one, course, note)) for one in files]
        last: dict[str, Found] = {}
        for one, outcome in read:
            if isinstance(outcome, Job) and student:
                rival = last.get(outcome.submission.lesson)
                last[outcome.submission.lesson] = max(rival or one, one, key=lambda each: (each.order, each.file))
        for one, outcome in read:
            counts = last.get(outcome.submission.lesson, one) if isinstance(outcome, Job) else one
            if counts is one:
                yield outcome
            else:
                told = f"not graded: {counts.file} was handed in later, and the last one counts"
                yield replace(outcome.record, problem=plain(told))


def read_one(found: Found, course: Course, notes: tuple[str, ...]) -> Job | Record:
    """Return what one file holds, or the record of why it cannot be graded. Never raises for what is in a file."""
    record = Record(plain(found.file), plain(found.student, 200), notes=notes)
    try:
        raw = found.read()
        record = replace(record, content=digest(raw))
        submission = parse(raw, course)
    except ClassroomError as problem:
        return replace(record, problem=plain(problem))
    except Exception as problem:  # whatever a file can do to a parser ends here
        return replace(record, problem=plain(f"the file could not be read ({type(problem).__name__})"))
    nameless = () if found.student else ("no student's name",)
    notes = (*notes, *nameless, *(plain(note, 300) for note in submission.notes))
    return Job(replace(record, lesson=submission.lesson, notes=notes), submission)


class Plan:
    """Jobs by lesson, filled by one thread while workers already take from it."""

    def __init__(self, source: Iterator[Job | Record], records: Records, bar: tqdm) -> None:
        self.source, self.records, self.bar = source, records, bar
        self.jobs: dict[str, queue.SimpleQueue[Job]] = {}
        self.complete = threading.Event()
        self.stopped = threading.Event()
        self.problem: BaseException | None = None
        self.thread = threading.Thread(target=self.fill, name="reader", daemon=True)
        self.thread.start()

    def fill(self) -> None:
        """Read every file; keep at once what cannot be graded, pass over what was graded before."""
        try:
            for outcome in self.source:
                if self.stopped.is_set():
                    return
                record = outcome.record if isinstance(outcome, Job) else outcome
                if self.records.holds(record):
                    self.bar.update()
                elif isinstance(outcome, Job):
                    self.jobs.setdefault(record.lesson, queue.SimpleQueue()).put(outcome)
                else:
                    self.records.add(record)
                    self.bar.update()
        except BaseException as problem:
            self.problem = problem
        finally:
            self.complete.set()

    def lessons(self) -> Iterator[str]:
        """Yield each lesson with jobs, until all files are read and none is left."""
        done: set[str] = set()
        while True:
            finished = self.complete.is_set()
            if waiting := [name for name in tuple(self.jobs) if name not in done and not self.jobs[name].empty()]:
                done.add(waiting[0])
                yield waiting[0]
                if not self.complete.is_set() or not self.jobs[waiting[0]].empty():
                    done.discard(waiting[0])  # more of it may come
            elif finished:
                break
            else:
                self.complete.wait(WAIT)
        if self.problem:
            raise self.problem

    def take(self, lesson: str) -> Iterator[Job]:
        """Yield a lesson's jobs as long as more may come."""
        while not self.stopped.is_set():
            finished = self.complete.is_set()
            try:
                yield self.jobs[lesson].get(timeout=WAIT)
            except queue.Empty:
                if finished:
                    return


def run(found: list[Found], course: Course, records: Records, settings: Settings, roster: dict | None = None) -> float:
    """Grade every file that has no record yet; return the seconds of processor that judges and answers took.

    Raises ClassroomError where it cannot go on, KeyboardInterrupt where it was stopped; all processes are ended and
    all records kept in any case.
    """
    with tqdm(total=len(found), unit=" files", desc="Graded", smoothing=0.1) as bar:
        plan, processor = Plan(read_all(found, course, roster), records, bar), 0.0
        try:
            for lesson in plan.lessons():
                bar.set_postfix_str(lesson)
                processor += grade_lesson(plan, lesson, course, settings)
        finally:
            plan.stopped.set()
            plan.thread.join()
        return processor


def grade_lesson(plan: Plan, lesson: str, course: Course, settings: Settings) -> float:
    """Grade a lesson's submissions with several workers on one pair of processes, which is started anew if it dies.

    A submission that was under way when the pair died is tried again alone; if the pair dies once more, it says so.
    Returns the seconds of processor that the processes took.
    """
    alone: queue.SimpleQueue[Job] = queue.SimpleQueue()
    holder = Holder(lambda: Pair(course.lessons[lesson], settings.limits, trusted=settings.trusted, seed=settings.seed))
    failures: list[BaseException] = []

    def work() -> None:
        try:
            for job in plan.take(lesson):
                try:
                    settle(plan, job, holder)
                except PairLost:
                    alone.put(job)
        except BaseException as problem:
            failures.append(problem)
            plan.stopped.set()

    workers = [threading.Thread(target=work, daemon=True) for _ in range(max(1, settings.workers))]
    try:
        holder.pair()
        for worker in workers:
            worker.start()
        for worker in workers:
            while worker.is_alive():  # a join without an end would not hear Ctrl-C on every system
                worker.join(WAIT)
        if failures:
            raise failures[0]
        while not alone.empty():
            job = alone.get()
            try:
                settle(plan, job, holder)
            except PairLost:
                plan.records.add(replace(job.record, problem="it ended the grader's own processes twice"))
                plan.bar.update()
    finally:
        plan_stopped = plan.stopped.is_set()
        holder.close()
        if plan_stopped:
            for worker in workers:
                if worker.ident:
                    worker.join()
    return holder.processor


def settle(plan: Plan, job: Job, holder: "Holder") -> None:
    """Grade one submission and keep its record. Raises PairLost where the processes died under it."""
    pair = holder.pair()
    try:
        record = graded(pair, job.record, job.submission.answers)
    except PairLost:
        holder.lost(pair)
        raise
    except Exception as problem:  # not expected; whatever it is, it costs nobody else a record
        record = replace(
            job.record, problem=plain(f"it could not be judged ({type(problem).__name__}: {problem})", 300)
        )
    plan.records.add(record)
    plan.bar.update()


class Holder:
    """Hands out the one living pair, and makes a new one when that is lost.

    A thread of its own makes them: the processes end with the thread that started them, and workers come and go.
    """

    def __init__(self, make: Callable[[], Pair]) -> None:
        self.make, self.lock, self.starter = make, threading.Lock(), ThreadPoolExecutor(1)
        self.current: Pair | None = None
        self.closed, self.processor = False, 0.0

    def pair(self) -> Pair:
        """Return the pair, started when there is none."""
        with self.lock:
            if self.closed:
                raise PairLost
            if self.current is None:
                made = self.starter.submit(self.make).result()
                try:
                    made.ready()
                except BaseException:
                    made.close()
                    raise
                self.current = made
            return self.current

    def lost(self, pair: Pair) -> None:
        """Take note that a pair is gone."""
        with self.lock:
            if self.current is pair:
                self.current = None
        with contextlib.suppress(OSError):
            pair.close()

    def close(self) -> None:
        """End the pair for good."""
        with self.lock:
            self.closed = True
            if self.current is not None:
                self.current.close()
                self.processor += self.current.processor
                self.current = None
        self.starter.shutdown()
