"""Text from outside: nothing hidden reaches the terminal, and what a learner means is recognised."""

import sys
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from aiinfra_study.core.text import UNSAFE, clean, composed, did_you_mean, fold, nearest, one_letter_off

# format characters that have a glyph of their own
VISIBLE = ("ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN")
BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def acts(character: str) -> bool:
    """Whether a character may move the cursor, reorder text or hide in it, by the Unicode database."""
    category = unicodedata.category(character)
    if category in ("Cc", "Cs", "Zl", "Zp") or unicodedata.bidirectional(character) in BIDI:
        return character not in "\t\n"
    return category == "Cf" and not unicodedata.name(character, "").startswith(VISIBLE)


def test_every_control_bidi_and_zero_width_character_becomes_visible() -> None:
    acting = [character for character in map(chr, range(sys.maxunicode + 1)) if acts(character)]
    assert len(acting) > 2000
    hidden = [f"{ord(c):04X}" for c in acting if c in clean(f"a{c}b") or len(clean(f"a{c}b")) < 3]
    assert not hidden


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[2J", "␛[2J"),
        ("a\rb\x07\x00\x7f", "a␍b␇␀␡"),
        ("\x9b31m", "<U+009B>31m"),
        ("gpu\u202egnp.exe", "gpu<U+202E>gnp.exe"),
        ("zero\u200bwidth\ufeff", "zero<U+200B>width<U+FEFF>"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("naïve — 10⁹ × µs, 日本語, عربي", "naïve — 10⁹ × µs, 日本語, عربي"),
    ],
)
def test_what_could_act_is_shown_and_the_rest_stays(raw: str, shown: str) -> None:
    assert clean(raw) == shown


def test_a_joiner_stays_between_emoji_only() -> None:
    engineer = "👩\u200d💻"
    assert clean(engineer) == engineer
    assert clean("a\u200db") == "a<U+200D>b"
    assert clean("👩\u200d\u200d💻") == "👩<U+200D><U+200D>💻"


@given(st.text(st.sampled_from("a<U+\x1b\u200d\u202e\ufe0f👩💻\n") | st.characters()))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_clean_text_holds_nothing_unsafe_but_joined_emoji(text: str) -> None:
    assert not UNSAFE.search(clean(text).replace("\u200d", ""))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Time-Slicing", "time-slicing"),
        ("  multi   instance\tGPU ", "multi instance gpu"),
        ("“MIG”.", "“MIG”"),
        ("`kubectl`.", "kubectl"),
        ("(HBM)!", "hbm"),
        ("STRASSE", "straße"),
        ("caf\u00e9", "cafe\u0301"),
        ("ﬁne-tuning", "fine-tuning"),
    ],
)
def test_case_space_form_and_edge_punctuation_do_not_count(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("C++", "C"), ("a.b", "ab"), ("!", "?"), ("[]", "()"), ("time", "")])
def test_what_is_inside_counts_and_punctuation_alone_is_itself(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_the_unicode_form_never_counts(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
    assert composed(unicodedata.normalize("NFD", text)) == composed(text)


@pytest.mark.parametrize(
    ("got", "want"),
    [
        ("tolaration", "toleration"),  # another letter
        ("tolertion", "toleration"),  # one too few
        ("tolleration", "toleration"),  # one too many
        ("toelration", "toleration"),  # neighbours swapped
        ("toleratino", "toleration"),
        ("oleration", "toleration"),
        ("tolerationx", "toleration"),
        ("a node slector", "a node selector"),
        ("timeslicing", "time-slicing"),
    ],
)
def test_one_letter_off_is_seen(got: str, want: str) -> None:
    assert one_letter_off(got, want)


@pytest.mark.parametrize(
    ("got", "want"),
    [
        ("toleration", "toleration"),  # nothing off
        ("tolarations", "toleration"),  # two letters
        ("telorations", "toleration"),
        ("lotertaion", "toleration"),  # two swaps
        ("taint", "paint"),  # words under six letters differ by what they mean
        ("pods", "pod"),
        ("selector node", "node selector"),
        ("node selectr pod", "node selector"),  # another number of words
        ("nodd selectr", "node selector"),  # two words
        ("10.0.0.12", "10.0.0.11"),  # a digit is no slip of the pen
        ("nvlink4", "nvlink5"),
        ("infiniband", "infiniband2"),
    ],
)
def test_more_than_one_letter_or_a_digit_or_a_short_word_is_wrong(got: str, want: str) -> None:
    assert not one_letter_off(got, want)


@given(st.text("abcdef", min_size=6), st.integers(0, 3), st.integers(0), st.sampled_from("xyz"))
def test_any_single_edit_of_a_long_word_is_one_letter_off(word: str, way: int, at: int, letter: str) -> None:
    at %= len(word)
    edited = (
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
    )[way]
    assume(edited != word)
    assert one_letter_off(edited, word)


@given(st.text("abcdef", min_size=6), st.integers(0), st.integers(2))
def test_two_edits_apart_are_too_many(word: str, at: int, apart: int) -> None:
    at %= len(word) - 2
    other = at + 2 + apart % (len(word) - at - 2)
    letters = list(word)
    letters[at], letters[other] = "x", "y"
    assert not one_letter_off("".join(letters), word)


def test_a_near_word_is_offered_and_a_far_one_is_not() -> None:
    known = ["section-1", "section-2", "kubernetes"]
    assert nearest("kubernets", known)[0] == "kubernetes"
    assert did_you_mean("kubernets", known) == 'Did you mean "kubernetes"?'
    assert did_you_mean("xyz", known) == ""
