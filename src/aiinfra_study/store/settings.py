"""config.toml: every key and value checked, edited line by line so that comments stay."""

import os
import re
from pathlib import Path
from typing import Any, NamedTuple

from aiinfra_study.core.errors import DataError, UsageError
from aiinfra_study.core.preset import DEFAULT_INTERVAL, DEFAULT_RETENTION, INTERVAL, RETENTION
from aiinfra_study.core.text import did_you_mean

Value = str | bool | int | float | list[str] | None


class Setting(NamedTuple):
    """A setting: its default, what it is for, and the bounds of a number."""

    default: Value
    about: str
    low: float = 0
    high: float = 0


SETTINGS: dict[str, Setting] = {
    "course": Setting(None, "the current course (default: zero-to-hero, else the first there is)"),
    "banks": Setting([], "further bank folders"),
    "retention": Setting(DEFAULT_RETENTION, "desired retention, 0.70 to 0.97", *RETENTION),
    "maximum_interval": Setting(DEFAULT_INTERVAL, "longest interval in days, 2 to 36500", *INTERVAL),
    "new_per_day": Setting(10, "new cards a study day, 0 or more", 0, 1_000_000_000),
    "day_start": Setting(4, "hour at which a study day begins, local time, 0 to 23", 0, 23),
    "fuzz": Setting(True, "spread of intervals; false: the exact interval"),
    "easy": Setting(False, "whether Easy is ever given"),
    "confidence": Setting(True, "whether quizzes ask how sure you are"),
    "recall_first": Setting(False, "review hides the options until a key is pressed"),
    "quiz_count": Setting(10, "questions of a quiz, 1 to 1000", 1, 1000),
    "leech_lapses": Setting(6, "lapses that make a leech, 1 to 100", 1, 100),
    "plain": Setting(False, "plain lines without colour or redrawing"),
}
_LINE = re.compile(r"""\s*["']?([A-Za-z_][A-Za-z0-9_-]*)["']?\s*=""")
_HALF = re.compile("[\ud800-\udfff]")


class Settings:
    """The values of config.toml over the defaults."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.values = _read(path)

    def get(self, key: str) -> Any:
        return self.values.get(key, SETTINGS[key].default)

    def source(self, key: str) -> str:
        """Where a value comes from: the file's name, or "default"."""
        return self.path.name if key in self.values else "default"

    def set(self, key: str, text: str) -> Value:
        """Check and write one setting; returns the value."""
        value = parse(key, text)
        self._write(key, f"{key} = {_toml(value)}\n")
        self.values[key] = value
        return value

    def unset(self, key: str) -> None:
        known(key)
        if key in self.values:
            self._write(key, "")
            del self.values[key]

    def _write(self, key: str, line: str) -> None:
        """Put a line in the place of a setting's; a comment behind the value stays."""
        from aiinfra_study.store.durable import replace_durably

        try:
            old = re.findall(r"[^\n]*\n|[^\n]+", _text(self.path))  # (splitlines sees ends that TOML does not)
            place = next((i for i, text in enumerate(old) if (m := _LINE.match(text)) and m[1] == key), None)
            if place is None:
                old = [text if text.endswith("\n") else f"{text}\n" for text in old]
                old.append(line)
            else:
                end = place + 1
                while end < len(old) and key not in _parsed("".join(old[place:end])):  # a list over several lines
                    end += 1
                if line:
                    line = line.rstrip("\n") + _comment("".join(old[place:end]), key)
                old[place:end] = [line]
            self.path.parent.mkdir(parents=True, exist_ok=True)
            target = Path(os.path.realpath(self.path))  # a link stays one
            replace_durably(target, "".join(old).encode("utf-8"))
        except OSError as error:
            raise DataError(
                "config-read-only", f"{self.path} cannot be written ({error.strerror})", "Make it writable."
            ) from None


def _comment(text: str, key: str) -> str:
    """What stands behind a setting's value: a comment, if there is one, and the end of the line."""
    for at in (at for at, character in enumerate(text) if character == "#"):
        if key in _parsed(text[:at]):
            return text[len(text[:at].rstrip()) :]
    return "\n"


def known(key: str) -> Setting:
    """The setting of a name; a miss says the nearest."""
    if key in SETTINGS:
        return SETTINGS[key]
    hint = did_you_mean(key, list(SETTINGS)) or f"Settings: {', '.join(SETTINGS)}."
    raise UsageError("unknown-setting", f'there is no setting "{key}"', hint)


def parse(key: str, text: str) -> Value:
    """A setting's value from a word of the command line."""
    default = known(key).default
    if isinstance(default, bool):
        if text.lower() in ("true", "false", "on", "off", "yes", "no", "1", "0"):
            return text.lower() in ("true", "on", "yes", "1")
        raise UsageError("bad-setting", f'{key} is true or false, not "{text}"', f"Run: aiinfra config {key} true")
    if isinstance(default, list):
        return check(key, [part for part in text.split(os.pathsep) if part])
    if isinstance(default, int | float):
        try:
            return check(key, float(text) if isinstance(default, float) else int(text))
        except ValueError:
            raise UsageError(
                "bad-setting",
                f'{key} is a {"" if isinstance(default, float) else "whole "}number, not "{text}"',
                _bounds(key),
            ) from None
    return check(key, text)


def check(key: str, value: Any) -> Value:
    """A value from the file or the command line, or an error in words."""
    setting = known(key)
    default = setting.default
    good = {
        bool: isinstance(value, bool),
        list: isinstance(value, list) and all(map(_is_text, value)),
        int: isinstance(value, int) and not isinstance(value, bool) and setting.low <= value <= setting.high,
        float: isinstance(value, int | float) and not isinstance(value, bool) and setting.low <= value <= setting.high,
    }.get(type(default), _is_text(value) and bool(value))
    if not good:
        raise UsageError("bad-setting", f"{key} cannot be {value!r}", _bounds(key))
    checked: Value = value
    return checked


def _bounds(key: str) -> str:
    """What a setting may be, as a sentence."""
    about = SETTINGS[key].about
    return f"{about[0].upper()}{about[1:]}."


def _is_text(value: object) -> bool:
    """Whether a value is text that UTF-8 can hold (a path with other bytes is not)."""
    return isinstance(value, str) and not _HALF.search(value)


def _loaded(text: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(text)


def _parsed(text: str) -> dict[str, Any]:
    try:
        return _loaded(text)
    except ValueError:
        return {}


def _text(path: Path) -> str:
    """The file's text, without the mark that Windows editors put first; none where there is no file."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""


def _read(path: Path) -> dict[str, Value]:
    try:
        text = _text(path)
        raw = _loaded(text) if text else {}
    except OSError as error:
        raise DataError(
            "config-unreadable", f"{path} cannot be read ({error.strerror})", "Check its permissions."
        ) from None
    except (ValueError, RecursionError) as error:
        raise DataError("config-damaged", f"{path}: {error}", "Mend the line, or delete the file.") from None
    try:
        return {key: check(key, value) for key, value in raw.items()}
    except UsageError as error:
        raise UsageError(error.code, f"{path}: {error.message}", error.hint) from None
    except ValueError:  # Python writes no whole number of more than 4300 digits
        raise DataError(
            "config-damaged", f"{path}: a number is too long", "Mend the line, or delete the file."
        ) from None


def _toml(value: Value) -> str:
    import json

    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
