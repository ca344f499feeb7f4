"""Runs the NVFlare command line: `python -E -u run_nvflare.py provision -p …`.

The same as the `nvflare` script of that Python, except that it ends with the program that started it (see
leash.py) and that the files it writes are for their owner only. These options come first:

--home DIR  NVFlare takes this directory for the person's home: `nvflare cert` leaves records there.
--keys N    So many keys will be needed, and are made on all processors (see keys_ahead.py).
"""

import os
import sys

# The folder of these scripts may be part of a signed application: nothing is cached in it.
sys.dont_write_bytecode = True
import keys_ahead  # noqa: E402
import leash  # noqa: E402

sys.dont_write_bytecode = False


def main():
    leash.tie_to_parent()
    leash.forget_script_folder()
    home = _take_option("--home")
    keys = int(_take_option("--keys") or 0)
    if home is not None:
        # Not from outside: Python itself looks there for packages when it starts.
        os.environ["HOME"] = os.environ["USERPROFILE"] = home
    sys.argv[0] = "nvflare"
    from nvflare.cli import main as run

    if keys == 0:
        return run()
    from nvflare.lighter.impl import cert

    give_up = keys_ahead.make_ahead(cert, "generate_keys", keys)
    try:
        return run()
    finally:
        give_up()


def _take_option(name):
    if sys.argv[1:2] != [name]:
        return None
    value = sys.argv[2]
    del sys.argv[1:3]
    return value


if __name__ == "__main__":
    sys.exit(main())
