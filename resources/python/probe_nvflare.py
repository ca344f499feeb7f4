"""Says what a Python is and whether the NVFlare in it works, as JSON lines.

The first line holds what can be known without importing anything; the second, only when NVFlare is there,
whether its command line can be imported. Two lines, because an import can crash or hang the interpreter.
Kept to what Python 3.6 understands, so that an old Python can say that it is old.
"""

import json
import os
import sys
import traceback


def find_version():
    """The installed version and its metadata folder, or two times None."""
    try:
        from importlib.metadata import PackageNotFoundError, distribution
    except ImportError:
        return None, None
    for name in ("nvflare", "nvflare-nightly"):
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        folder = getattr(found, "_path", None)
        return found.version, str(folder) if folder else None
    return None, None


def module_folders():
    """Where installing or removing a package leaves a mark: a newer time on one of these folders."""
    return [entry for entry in sys.path if os.path.basename(entry) in ("site-packages", "dist-packages")]


def has_module(name):
    try:
        from importlib.util import find_spec

        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def describe():
    version, metadata = find_version()
    return {
        "python": ".".join(str(part) for part in sys.version_info[:3]),
        "executable": sys.executable or "",
        "prefix": sys.prefix,
        "nvflare": version,
        "watched": module_folders() + ([metadata] if metadata else []),
        "hasVenv": has_module("venv") and has_module("ensurepip"),
    }


def try_import():
    """None when it works, else the last line of the traceback."""
    try:
        import nvflare.cli  # noqa: F401

        return None
    except BaseException as error:
        lines = traceback.format_exception_only(type(error), error)
        return lines[-1].strip()


def main():
    # Whatever an import prints must not get between our lines.
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    found = describe()
    out.write(json.dumps(found) + "\n")
    out.flush()
    if found["nvflare"]:
        out.write(json.dumps({"importError": try_import()}) + "\n")
        out.flush()


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or os.curdir) != here]
    main()
