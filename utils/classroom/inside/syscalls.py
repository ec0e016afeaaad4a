"""A filter on system calls: what no answer needs, and what could reach past namespaces and limits, does not exist.

Memory that no process's size shows (memfd, System V), keys of the user's session, addresses of the machine's host,
other processes, and the parts of the kernel that go wrong most often. The filter is a program for the kernel's own
small machine, as linux/filter.h and linux/seccomp.h describe it.
"""

import ctypes
import errno
import platform
import socket
import struct

SET_SECCOMP, FILTER = 22, 2
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # where they are in what the kernel shows the filter
FOREIGN = 0x40000000  # x86's calls with short pointers begin here
FAMILIES = (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6)  # the last two lead nowhere: there is no network
# architecture, number of socket(), numbers of what is refused
KERNELS = {
    "x86_64": (
        0xC000003E,
        41,
        {"memfd_create": 319, "memfd_secret": 447, "shmget": 29, "msgget": 68, "semget": 64, "mq_open": 240}
        | {"add_key": 248, "request_key": 249, "keyctl": 250, "ptrace": 101, "process_vm_readv": 310}
        | {"process_vm_writev": 311, "pidfd_getfd": 438, "kcmp": 312, "io_uring_setup": 425, "userfaultfd": 323}
        | {"bpf": 321, "perf_event_open": 298, "unshare": 272, "setns": 308, "mount": 165, "umount2": 166}
        | {"pivot_root": 155, "chroot": 161, "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsmount": 432}
        | {"mount_setattr": 442, "open_by_handle_at": 304, "init_module": 175, "finit_module": 313, "kexec_load": 246},
    ),
    "aarch64": (
        0xC00000B7,
        198,
        {"memfd_create": 279, "memfd_secret": 447, "shmget": 194, "msgget": 186, "semget": 190, "mq_open": 180}
        | {"add_key": 217, "request_key": 218, "keyctl": 219, "ptrace": 117, "process_vm_readv": 270}
        | {"process_vm_writev": 271, "pidfd_getfd": 438, "kcmp": 272, "io_uring_setup": 425, "userfaultfd": 282}
        | {"bpf": 280, "perf_event_open": 241, "unshare": 97, "setns": 268, "mount": 40, "umount2": 39}
        | {"pivot_root": 41, "chroot": 51, "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsmount": 432}
        | {"mount_setattr": 442, "open_by_handle_at": 265, "init_module": 105, "finit_module": 273, "kexec_load": 104},
    ),
}


class Program(ctypes.Structure):
    """As linux/filter.h has it."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    """Return one step: an operation, its value, and how many steps to pass over where it is true and where not."""
    return struct.pack("<HBBI", code, if_true, if_false, value)


def written(machine: str) -> bytes:
    """Return the program for a machine, empty where its numbers are not known."""
    if machine not in KERNELS:
        return b""
    architecture, opens_socket, refused = KERNELS[machine]
    allow, refuse = step(RETURN, ALLOW), step(RETURN, REFUSE | errno.ENOSYS)
    families = b"".join(step(EQUAL, family, len(FAMILIES) - at) for at, family in enumerate(FAMILIES))
    return b"".join(
        [
            step(LOAD, ARCHITECTURE),
            step(EQUAL, architecture, 1) + refuse,  # another kind of machine's calls would have other numbers
            step(LOAD, NUMBER),
            step(AT_LEAST, FOREIGN, 0, 1) + refuse,
            *(step(EQUAL, number, 0, 1) + refuse for number in refused.values()),
            step(EQUAL, opens_socket, 1) + allow,
            step(LOAD, FIRST_ARGUMENT) + families + refuse + allow,
        ]
    )


def refuse_calls() -> None:
    """Put the filter on this process and all that it starts, for good. It must not gain privileges any more.

    Raises OSError where the kernel takes no filter; on a machine whose calls are not known, nothing is done.
    """
    steps = written(platform.machine())
    if steps:
        kept = ctypes.create_string_buffer(steps, len(steps))
        program = Program(len(steps) // 8, ctypes.addressof(kept))
        if ctypes.CDLL(None, use_errno=True).prctl(SET_SECCOMP, FILTER, ctypes.byref(program), 0, 0):
            raise OSError(ctypes.get_errno(), "the kernel takes no filter on system calls")
