"""Comments that silence rules, told from texts that only look like one."""

import pytest

from aiinfra_study.core.problem import Ignored
from aiinfra_study.store.comments import ignored
from aiinfra_study.store.yaml_document import read_yaml


def found(text: str) -> list[Ignored]:
    return ignored(read_yaml(text.encode(), "bank.yaml").source)


@pytest.mark.parametrize(
    ("comment", "codes", "reason"),
    [
        ("# aiinfra: ignore[I301] the key needs it", ("I301",), "the key needs it"),
        ("#aiinfra:ignore[I301, I303]: both", ("I301", "I303"), "both"),
        ("# aiinfra: ignore [I301] why", ("I301",), "why"),
        ("# aiinfra: ignore[i301 I3] why", ("I301", "I3"), "why"),
        ("# aiinfra: ignore[I301]", ("I301",), ""),
        ("# aiinfra: ignore[] why", (), "why"),
        ("# aiinfra: ignore", (), ""),
        ("# later: # aiinfra: ignore[I301] why", ("I301",), "why"),
    ],
)
def test_a_comment_has_codes_and_a_reason(comment: str, codes: tuple[str, ...], reason: str) -> None:
    (one,) = found(f"a: b  {comment}\nc: d\n")
    assert (one.codes, one.reason) == (codes, reason)
    assert str(one.mark) == f"bank.yaml:1:{7 + comment.index('# aiinfra' if 'later' in comment else '#')}"


@pytest.mark.parametrize(
    "text",
    [
        "a: 'b # aiinfra: ignore[I301] no'\n",
        'a: "b\n  # aiinfra: ignore[I301] no"\n',
        "a: |\n  # aiinfra: ignore[I301] no\nb: c\n",
        "a: >-\n  b\n\n  # aiinfra: ignore[I301] no\nb: c\n",
        "a: b#aiinfra:ignore[I301]no\n",
        "a: b # aiinfra: ignored[I301] no\n",
        "a: b # aiinfra ignore[I301] no\n",
        "'# aiinfra: ignore[I301] no': a\n",
    ],
)
def test_a_text_that_looks_like_one_is_none(text: str) -> None:
    assert found(text) == []


def test_a_comment_behind_a_text_that_looks_like_one_is_found() -> None:
    (one,) = found("a: '# aiinfra: ignore[I301] no'\nb: c  # aiinfra: ignore[I302] yes\n")
    assert one.codes == ("I302",)


def test_texts_behind_many_lists_and_mappings_are_known_as_texts() -> None:
    text = "".join(f"k{n}: [a, {{b: c}}]\n" for n in range(100))
    assert found(f"{text}z: '# aiinfra: ignore[I301] no'\n") == []


@pytest.mark.parametrize("sign", ["|", ">", "|-", ">2+"])
def test_a_comment_may_stand_behind_the_sign_of_a_block(sign: str) -> None:
    (one,) = found(f"a: {sign}  # aiinfra: ignore[T603] a table\n  text\nb: c\n")
    assert one.codes == ("T603",)


def test_comments_are_found_on_every_line_they_stand_on() -> None:
    text = "".join(f"k{n}: v  # aiinfra: ignore[I3{n:02}] r\n" for n in range(20))
    assert [(one.mark.line, one.codes) for one in found(text)] == [(n + 1, (f"I3{n:02}",)) for n in range(20)]
