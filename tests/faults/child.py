"""A writer to be killed: a bare script, so that it starts fast.

python child.py MODULE:STORE FOLDER WORKER COUNT [LIMIT]. Prints `ready`, then `ID TEXT` each time after `append`
returned. COUNT 0: until it is killed. LIMIT: no file may grow beyond that many bytes until three appends failed.
"""

import os
import sys
from importlib import import_module
from pathlib import Path

FOLD_EVERY = 25


def say(text: str) -> None:
    os.write(1, f"{text}\n".encode())


def limit_files(size: int) -> None:
    import resource

    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard if size < 0 else size, hard))


def main(name: str, folder: str, worker: str, count: int, limit: int = 0) -> None:
    module, _, store_name = name.partition(":")
    store = getattr(import_module(module), store_name)(Path(folder))
    if limit:
        limit_files(limit)
    say("ready")
    done = failed = 0
    while not count or done < count:
        text = f"{worker}/{done}"
        try:
            identity = store.append(text)
        except OSError:
            failed += 1
            say("failed")
            if failed == 3:
                limit_files(-1)
            continue
        say(f"{identity} {text}")
        done += 1
        if done % FOLD_EVERY == 0:
            store.fold()
    store.close()


if __name__ == "__main__":
    name, folder, worker, *numbers = sys.argv[1:]
    main(name, folder, worker, *map(int, numbers))
