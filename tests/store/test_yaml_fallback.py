"""Where libyaml is missing, the pure loader reads the same."""

from pathlib import Path

import pytest

from aiinfra_study.store import yaml_events
from aiinfra_study.store.places import bundled
from aiinfra_study.store.yaml_document import Document, read_yaml

FILES = sorted(bundled().rglob("*.yaml"))
AWKWARD = {
    "syntax": "format: 1\nquestions:\n  - id: a\n    ask: x: y\n  - id: b\n    ask: fine\n",
    "quote": 'format: 1\nquestions:\n  - id: a\n    ask: "open\n  - id: b\n    ask: fine\n',
    "deep": "a: " + "[" * 200 + "]" * 200,
    "alias": "a: &x [1]\nb: *x\n",
    "tag": "a: !!python/object:os.system {}\n",
    "twice": "a: 1\na: 2\n",
    "documents": "a: 1\n---\nb: 2\n",
    "control": 'a: "\\e[2J"\nb: x\x07y\n',
    "unicode": "größe: „ü“ 你好 😀\nnext: [ä, {ö: ü}]\n",
    "bom": "\ufeffa: 1\r\nb: 2\r\n",
    "scalars": "a: no\nb: 1:30\nc: 010\nd: 1.30\ne: ~\nf:\ng: |\n  two\n  lines\nh: >-\n  one\n  line\n",
    "list": "- a\n- b\n",
    "empty": "",
}


def read_both(monkeypatch: pytest.MonkeyPatch, data: bytes) -> tuple[Document, Document]:
    fast = read_yaml(data, "bank.yaml")
    monkeypatch.setattr(yaml_events, "FAST", False)
    return fast, read_yaml(data, "bank.yaml")


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_shipped_bank_is_read_to_the_same_tree_and_places(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    fast, slow = read_both(monkeypatch, path.read_bytes())
    assert fast.tree == slow.tree
    assert fast.source.cells == slow.source.cells
    assert fast.problems == slow.problems == []


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_text_is_read_alike(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    fast, slow = read_both(monkeypatch, AWKWARD[name].encode())
    assert fast.tree == slow.tree
    assert [(p.mark, p.rule) for p in fast.problems] == [(p.mark, p.rule) for p in slow.problems]
