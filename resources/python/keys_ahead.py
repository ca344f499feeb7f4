"""Makes private keys on all processors, before NVFlare asks for them.

Making keys is nearly all that `nvflare provision` does, and it makes one after the other on one processor. Here its
own function for that is called, by as many threads as there are processors: the library under it lets others run
while it looks for primes. What the keys are, and who gets which, stays NVFlare's business.
"""

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor


def make_ahead(module, name, count):
    """Lets calls of `module.name` take their results from up to `count` calls that are made in advance.

    They begin with the first call, so that what fails before it costs nothing. Further calls are made when they are
    asked for. Nothing changes where there is no such function, or only one processor.

    Returns a function that gives up what has not begun; call it before the interpreter ends, which would wait for it.
    """
    make = getattr(module, name, None)
    workers = min(_processors(), count)
    if make is None or workers < 2:
        return lambda: None
    pool = ThreadPoolExecutor(workers)
    ahead = deque()
    begun = False

    def take():
        nonlocal begun
        if not begun:
            begun = True
            ahead.extend(pool.submit(make) for _ in range(count))
        return ahead.popleft().result() if ahead else make()

    setattr(module, name, take)
    return lambda: pool.shutdown(wait=False, cancel_futures=True)


def _processors():
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
