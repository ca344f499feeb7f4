"""Runs a module as `python -m` does, tied to the program that started it: `python run_module.py pip install …`."""

import runpy
import sys

# The folder of these scripts may be part of a signed application: nothing is cached in it.
sys.dont_write_bytecode = True
import leash  # noqa: E402

sys.dont_write_bytecode = False

if __name__ == "__main__":
    leash.tie_to_parent()
    leash.forget_script_folder()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
