"""A real browser without a window, steered through its DevTools pipe: no library is needed.

The protocol: JSON messages ended by a NUL byte, read by the browser on descriptor 3 and written on 4.
"""

import base64
import contextlib
import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 30  # seconds for one answer
# takes the two ends of the pipes as descriptors 3 and 4, then becomes the browser
_BECOME = (
    "import fcntl, os, sys; r, w = (fcntl.fcntl(int(end), fcntl.F_DUPFD_CLOEXEC, 10) for end in sys.argv[1:3]); "
    "os.dup2(r, 3); os.dup2(w, 4); os.execv(sys.argv[3], sys.argv[3:])"
)
FLAGS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-extensions",
    "--disable-background-networking",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
)


class NoBrowser(Exception):
    """None is installed, or it does not start."""


def find() -> str:
    """The browser's path; raises NoBrowser."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None or os.name == "nt":
        raise NoBrowser("none is installed")
    return found


class Browser:
    """One running browser."""

    def __init__(self, folder: Path) -> None:
        path = find()
        to_read, self._to = os.pipe()
        self._from, to_write = os.pipe()
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        command = [path, *FLAGS, *root, f"--user-data-dir={folder}", "about:blank"]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _BECOME, str(to_read), str(to_write), *command],
            pass_fds=(to_read, to_write),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(folder)},
        )
        os.close(to_read)
        os.close(to_write)
        self._data = b""
        self._number = 0
        self.events: list[dict[str, Any]] = []
        try:
            self.call("Browser.getVersion")
        except (TimeoutError, EOFError, BrokenPipeError) as error:
            self.close()
            raise NoBrowser(f"{path} does not start") from error

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            os.write(self._to, b'{"id":0,"method":"Browser.close"}\0')
        with contextlib.suppress(OSError):
            os.close(self._to)
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        with contextlib.suppress(OSError):
            os.close(self._from)

    def call(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        """One command and its answer; what happens meanwhile is kept in `events`."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if session is not None:
            message["sessionId"] = session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                result: dict[str, Any] = answer["result"]
                return result
            self.events.append(answer)

    def wait_for(self, event: str, session: str) -> None:
        """Until an event has come since the last call of `open`."""
        while not any(said.get("method") == event and said.get("sessionId") == session for said in self.events):
            self.events.append(self._next())

    def _next(self) -> dict[str, Any]:
        until = time.monotonic() + PATIENCE
        while b"\0" not in self._data:
            if not select.select([self._from], [], [], max(until - time.monotonic(), 0))[0]:
                raise TimeoutError("the browser does not answer")
            got = os.read(self._from, 1 << 16)
            if not got:
                raise EOFError("the browser is gone")
            self._data += got
        message, _, self._data = self._data.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found


class Page:
    """A file in a tab, at a width, in light or dark, on the screen or on paper."""

    def __init__(self, browser: Browser, path: Path, width: int, scheme: str = "light", media: str = "screen") -> None:
        self.browser, self.address = browser, path.as_uri()
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self._target = target
        self._session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **metrics)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", media=media, features=features)
        browser.events.clear()
        self.call("Page.navigate", url=self.address)
        browser.wait_for("Page.loadEventFired", self._session)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self.browser.call(method, self._session, **parameters)

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        done = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def tab(self) -> None:
        """Press the Tab key."""
        key = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
        for kind in ("rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, **key)

    @property
    def requests(self) -> list[str]:
        """Every address that was asked for, the page's own apart."""
        sent = [said["params"]["request"]["url"] for said in self._said("Network.requestWillBeSent")]
        return [address for address in sent if address.partition("#")[0] != self.address]

    @property
    def complaints(self) -> list[str]:
        """Errors, warnings and everything else on the console."""
        logged = [said["params"]["entry"]["text"] for said in self._said("Log.entryAdded")]
        thrown = [str(said["params"]) for said in self._said("Runtime.exceptionThrown", "Runtime.consoleAPICalled")]
        return logged + thrown

    def _said(self, *methods: str) -> list[dict[str, Any]]:
        return [said for said in self.browser.events if said.get("method") in methods]

    def screenshot(self, path: Path, height: int | None = None) -> None:
        """The page as a PNG, whole unless a height is given."""
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": height or size["height"], "scale": 1}
        shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        path.write_bytes(base64.b64decode(shot["data"]))

    def close(self) -> None:
        self.browser.call("Target.closeTarget", targetId=self._target)


@contextlib.contextmanager
def opened(browser: Browser, path: Path, width: int, scheme: str = "light", media: str = "screen") -> Iterator[Page]:
    page = Page(browser, path, width, scheme, media)
    try:
        yield page
    finally:
        page.close()


def look(page: Path, folder: Path, widths: Sequence[int] = (390, 1280)) -> None:
    """Pictures of a page, to look at: python -m ui.browser PAGE FOLDER"""
    with Browser(folder / "profile") as browser:
        for width in widths:
            for scheme in ("light", "dark"):
                with opened(browser, page, width, scheme) as shown:
                    shown.screenshot(folder / f"{page.stem}-{width}-{scheme}.png")


if __name__ == "__main__":
    look(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
