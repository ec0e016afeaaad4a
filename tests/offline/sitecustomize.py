"""Takes the network from every Python process that finds this file on its path: the lessons must run without one."""

import socket

import trainings  # noqa: F401  the notebooks' kernels share what they train, where conftest.py says so

_connect, _lookup = socket.socket.connect, socket.getaddrinfo
LOCAL = ("127.", "localhost", "::1", "0.0.0.0")


def connect(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(LOCAL):
        raise OSError("the network is unreachable: lessons run without one")
    return _connect(self, address)


def lookup(host, *rest, **more):
    if host is not None and not str(host).startswith(LOCAL):
        raise OSError("the network is unreachable: lessons run without one")
    return _lookup(host, *rest, **more)


socket.socket.connect, socket.getaddrinfo = connect, lookup
