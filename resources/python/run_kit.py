"""Runs a startup kit in the foreground: `python -E -u run_kit.py KIT`, tied to the program that started it.

NVFlare starts jobs as processes of their own, and some of those leave the process group. So that nothing of a kit
outlives it, what such processes leave behind is adopted (Linux), and everything that descends from here or that
names the kit's directory in its command line is ended: at the end of the kit, when we are told to end, and when
the program that started us is gone.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import leash  # noqa: E402

sys.dont_write_bytecode = False

PR_SET_CHILD_SUBREAPER = 36
POLITE_SECONDS = 1.2


def adopt_orphans():
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def processes():
    """Every process as (pid, parent, words of its command line)."""
    if os.path.isdir("/proc/self"):
        yield from processes_of_linux()
        return
    command = ["ps", "-eww", "-o", "pid=,ppid=,args="]
    listing = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False).stdout
    for line in listing.decode("utf-8", "replace").splitlines():
        pid, parent, program, *rest = line.split(None, 3)
        yield int(pid), int(parent), [program, *rest]


def processes_of_linux():
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open("/proc/%s/stat" % name, "rb") as file:
                state, parent = file.read().rsplit(b")", 1)[1].split()[:2]
            with open("/proc/%s/cmdline" % name, "rb") as file:
                words = file.read().decode("utf-8", "replace").split("\0")
        except (OSError, IndexError):
            continue  # It has ended meanwhile.
        if state != b"Z":
            yield int(name), int(parent), words


def runs_from(kit, words):
    """A shell or a Python that was given the kit's directory; not an editor that has its log open."""
    program = os.path.basename(words[0]).lower() if words else ""
    if not program.startswith(("python", "bash", "sh")):
        return False
    return any(word.endswith(kit) or kit + os.sep in word for word in words[1:])


def processes_of(kit):
    """The pids that belong to the kit, without ours."""
    seen = list(processes())
    ours = os.getpid()
    found = {pid for pid, _, words in seen if runs_from(kit, words)} | {ours}
    grown = True
    while grown:
        more = {pid for pid, parent, _ in seen if parent in found} - found
        grown = bool(more)
        found |= more
    return found - {ours}


def end_all(kit):
    """Politely, then for good, until nothing is left."""
    started = time.monotonic()
    while time.monotonic() - started < 10:
        late = time.monotonic() - started > POLITE_SECONDS
        left = [pid for pid in processes_of(kit) if send(pid, signal.SIGKILL if late else signal.SIGTERM)]
        reap()
        if not left:
            return
        time.sleep(0.1)


def send(pid, number):
    """False when there is no such process any more."""
    try:
        os.kill(pid, number)
        return True
    except OSError:
        return False


def reap():
    try:
        while os.waitpid(-1, os.WNOHANG)[0] > 0:
            pass
    except OSError:
        pass


def main():
    kit = os.path.abspath(sys.argv[1])
    adopt_orphans()
    leash.tie_to_parent(lambda: end_all(kit))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    code = 143
    try:
        child = subprocess.Popen(
            ["bash", os.path.join(kit, "startup", "sub_start.sh"), "--once"], cwd=kit, stdin=subprocess.DEVNULL
        )
        code = child.wait()
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        end_all(kit)
    return code


if __name__ == "__main__":
    sys.exit(main())
