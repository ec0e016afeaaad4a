"""Start a long-lived process: `python -m inside answer|judge DESCRIPTOR`."""

import socket
import sys

from . import answer, judge, zygote

ROLES = {"answer": answer.Answer, "judge": judge.Judge}

if __name__ == "__main__":
    zygote.serve(ROLES[sys.argv[1]], socket.socket(fileno=int(sys.argv[2])))
