"""Runs the NVFlare command line: `python -E -u run_nvflare.py provision -p …`.

The same as the `nvflare` script of that Python, except that it ends with the program that started it (see
leash.py) and that the files it writes are for their owner only. With `--home DIR` first, NVFlare takes that
directory for the person's home: `nvflare cert` leaves records there.
"""

import os
import sys

# The folder of these scripts may be part of a signed application: nothing is cached in it.
sys.dont_write_bytecode = True
import leash  # noqa: E402

sys.dont_write_bytecode = False


def main():
    leash.tie_to_parent()
    leash.forget_script_folder()
    if sys.argv[1:2] == ["--home"]:
        # Not from outside: Python itself looks there for packages when it starts.
        os.environ["HOME"] = os.environ["USERPROFILE"] = sys.argv[2]
        del sys.argv[1:3]
    sys.argv[0] = "nvflare"
    from nvflare.cli import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
