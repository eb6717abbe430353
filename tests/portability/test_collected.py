"""A test that needs a system says so: on every other one its module can still be imported."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
IMPORTED = re.compile(r"^(?:import|from) (\w+)", re.MULTILINE)  # with the module, not when something in it is called
ONLY_POSIX = {"fcntl", "termios", "tty", "pty", "resource", "pwd", "grp", "pexpect"}
LEFT_OUT = {"cli/test_posix.py"}  # not looked at on Windows, as the conftest.py beside it says
TOOL = "mutation/trial.py"  # run by hand, on POSIX


def test_no_module_of_posix_is_needed_to_collect() -> None:
    needing = {
        path.relative_to(TESTS).as_posix()
        for path in TESTS.rglob("*.py")
        if ONLY_POSIX & set(IMPORTED.findall(path.read_text(encoding="utf-8")))
    }
    assert needing - {TOOL} == LEFT_OUT
    for name in LEFT_OUT:
        told = (TESTS / name).with_name("conftest.py").read_text(encoding="utf-8")
        assert f'["{Path(name).name}"] if sys.platform == "win32"' in told
