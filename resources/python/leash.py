"""Ties a program to the one that started it.

The starter holds our standard input open and never writes to it. When that pipe ends, the starter is gone,
even if it was killed in a way that let it clean up nothing; then this process and all that it started go too.
"""

import os
import signal
import sys
import threading

try:
    import resource
except ImportError:  # Windows
    resource = None


def tie_to_parent(before_end=None):
    """Makes files private, leads a process group of its own, and ends that group with the starter.

    `before_end` is called first, for what has left the group.

    Standard input becomes empty for the program that runs next, so that no prompt can wait for an answer.
    """
    os.umask(0o077)
    _forbid_core_dumps()
    if hasattr(os, "setpgid") and os.getpgrp() != os.getpid():
        os.setpgid(0, 0)
    # A copy that children do not inherit: one that outlives us must not keep the pipe's other end waiting.
    watched = os.dup(0)
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.close(empty)
    threading.Thread(target=_end_with, args=(watched, before_end), daemon=True).start()


def forget_script_folder():
    """Takes the folder of these scripts off the module path: its names must not hide a package's."""
    folder = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or os.curdir) != folder]


def _forbid_core_dumps():
    """Keys that are in memory must not come to rest in a core file. One byte: less is ignored for piped dumps."""
    if resource is None:
        return
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    limit = 0 if hard == 0 else 1
    resource.setrlimit(resource.RLIMIT_CORE, (limit, limit))


def _end_with(watched, before_end):
    # os.read, not sys.stdin: a reader's lock held here would make the interpreter fail at its own end.
    try:
        while os.read(watched, 4096):
            pass
    except OSError:
        pass
    if before_end:
        before_end()
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
