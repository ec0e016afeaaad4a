"""Linux's own means to shut a process in: namespaces, mounts, limits, no privileges."""

import contextlib
import ctypes
import os
import resource
import signal
import tempfile

NOBODY = 65534
NEW_MOUNTS, NEW_IPC, NEW_USER, NEW_PIDS, NEW_NET = 0x20000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
SET_DUMPABLE, SET_PDEATHSIG, NO_NEW_PRIVILEGES, DROP_FROM_BOUNDING_SET = 4, 1, 38, 24
CAPABILITIES = 41
VERSION_3 = 0x20080522
MOST_PROCESSES, MOST_FILES = 64, 256

libc = ctypes.CDLL(None, use_errno=True)


class CapabilityHeader(ctypes.Structure):
    """As linux/capability.h has it."""

    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class CapabilityData(ctypes.Structure):
    """As linux/capability.h has it."""

    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def called(result: int, what: str) -> None:
    """Raise OSError where a call of the C library failed."""
    if result:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")


def drop_root() -> None:
    """Become nobody where bubblewrap was started by root, which no limit on processes would hold for.

    /proc is mounted here and not by bubblewrap, whose own is partly covered; a covered one cannot be mounted anew
    in the namespaces of the answers.
    """
    if os.path.isdir("/proc") and not os.path.exists("/proc/self"):
        mount("proc", "/proc")
    if os.getuid() == 0 and os.getpid() < 10:  # in a namespace of bubblewrap's, never on the machine itself
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        libc.prctl(SET_DUMPABLE, 1, 0, 0, 0)


def mount(kind: str, place: str, options: str = "") -> None:
    """Mount a file system without devices and set-user-id programs. Raises OSError where it cannot be."""
    flags = 2 | 4  # nosuid, nodev
    called(libc.mount(kind.encode(), place.encode(), kind.encode(), flags, options.encode()), f"mounting {place}")


def unshare() -> None:
    """Give what this process starts next namespaces of its own: it sees nobody else, and ends as one.

    Raises OSError where the machine does not allow it.
    """
    user, group = os.getuid(), os.getgid()
    called(libc.unshare(NEW_USER | NEW_PIDS | NEW_IPC | NEW_NET), "unshare")
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as stream:
            stream.write(text)


def own_files(scratch: str, megabytes: int) -> None:
    """Cover every place that can be written with an empty one of a limited size, and /proc with this process's own.

    The keeper outside goes on to see the places as they were. Raises OSError where the machine does not allow it.
    """
    called(libc.unshare(NEW_MOUNTS), "unshare")
    mount("proc", "/proc")
    mount("tmpfs", scratch, f"size={megabytes}m,mode=777,nr_inodes=4096")
    mount("tmpfs", "/dev/shm", "size=16m,mode=777,nr_inodes=256")
    with contextlib.suppress(OSError), open("/proc/sys/user/max_user_namespaces", "w", encoding="ascii") as stream:
        stream.write("0")  # no namespaces within this one, and so no privileges there
    os.chdir(scratch)
    os.environ["TMPDIR"], tempfile.tempdir = scratch, None


def limit(seconds: float, memory: int, file_size: int) -> None:
    """Limit each process that runs from here on: processor time, memory beyond what it has now, files, processes."""
    with open("/proc/self/statm", encoding="ascii") as stream:
        size = int(stream.read().split()[0]) * resource.getpagesize()
    limits = {
        resource.RLIMIT_CPU: int(seconds) + 2,
        resource.RLIMIT_AS: size + memory,
        resource.RLIMIT_NPROC: MOST_PROCESSES,
        resource.RLIMIT_FSIZE: file_size,
        resource.RLIMIT_NOFILE: MOST_FILES,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in limits.items():
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def drop_privileges() -> None:
    """Give up every capability, here and in whatever this process starts."""
    libc.prctl(SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    called(libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0), "no new privileges")
    for capability in range(CAPABILITIES):
        libc.prctl(DROP_FROM_BOUNDING_SET, capability, 0, 0, 0)
    header, data = CapabilityHeader(VERSION_3, 0), (CapabilityData * 2)()
    called(libc.capset(ctypes.byref(header), data), "dropping capabilities")
