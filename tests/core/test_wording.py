"""What was typed against what is right."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiinfra_study.core.wording import MATCHERS, match_command, match_exact, match_number, match_text

KUBECTL = "kubectl get pods -n prod -l app=web --output=wide -w"


@pytest.mark.parametrize(
    ("said", "credit"),
    [
        ("time-slicing", 1),
        (" Time-Slicing. ", 1),
        ("time slicing", 0),
        ("time-slising", 0.5),
        ("time-silcing", 0.5),
        ("time-slic", 0),
        ("MPS", 1),
        ("mps", 1),
        ("MPX", 0),
        ("", 0),
        ("slicing", 0),
    ],
)
def test_text_folds_and_forgives_one_letter(said: str, credit: float) -> None:
    accepted = ("time-slicing", "timeslicing of the GPU", "MPS")
    assert match_text(said, accepted) == credit


@pytest.mark.parametrize(
    ("said", "credit"),
    [
        ("Cordon", 1),
        (" Cordon\n", 1),
        ("cordon", 0),
        ("Cordon.", 0),
        ("Cordno", 0),
        ("Caf\u00e9", 1),
        ("Cafe\u0301", 1),
    ],
)
def test_exact_forgives_space_at_the_ends_only(said: str, credit: float) -> None:
    assert match_exact(said, ("Cordon", "Café")) == credit


@pytest.mark.parametrize(
    ("said", "accepted", "credit"),
    [
        ("1000", "1e3", 1),
        ("1,000", "1e3", 1),
        ("1 000", "1000", 1),
        ("3/4", "0.75", 1),
        ("3e-1", "0.3", 1),
        ("0.30", "3/10", 1),
        ("1.1e1", "11", 1),
        ("1001", "1000", 0),
        ("", "1000", 0),
        ("a thousand", "1000", 0),
        ("80", "80 GB", 1),
        ("80 GB", "80", 1),
        ("80 GB", "80 GB", 1),
        ("0.08 TB", "80 GB", 1),
        ("80 TB", "80 GB", 0),
        ("80 s", "80 GB", 0),
    ],
)
def test_a_number_counts_however_it_is_written(said: str, accepted: str, credit: float) -> None:
    assert match_number(said, (accepted,)) == credit


@pytest.mark.parametrize(
    "said",
    [
        KUBECTL,
        f"  $ {KUBECTL}  ",
        "kubectl  get pods   -w --output=wide -l app=web -n prod",
        "kubectl -n prod get -l app=web pods -w --output=wide",
        "kubectl get pods -n 'prod' -l \"app=web\" --output wide -w",
        "kubectl --output wide -w get pods -n prod -l app=web",
    ],
)
def test_flags_of_a_command_come_in_any_order(said: str) -> None:
    assert match_command(said, (KUBECTL,)) == 1


@pytest.mark.parametrize(
    "said",
    [
        "kubectl get pods -n app=web -l prod --output=wide -w",  # the values of two flags swapped
        "kubectl get pods -n wide -l app=web --output=prod -w",
        "kubectl pods get -n prod -l app=web --output=wide -w",  # words in another order
        "kubectl get pods -n prod -l app=web --output=wide",  # a flag is missing
        "kubectl get pods -n prod -l app=web --output=wide -w -A",  # one too many
        "kubectl get pods -n prod -l app=web --output=wide -W",  # case counts
        "Kubectl get pods -n prod -l app=web --output=wide -w",
        "kubectl get pods -n prod -l app=web --output=wide -w -w",
        "-w kubectl get pods -n prod -l app=web --output=wide",  # no program comes first
        "kubectl get pods -n 'prod -l app=web --output=wide -w",  # an open quote
        "",
        "'",
    ],
)
def test_other_words_or_values_make_another_command(said: str) -> None:
    assert match_command(said, (KUBECTL,)) == 0


@pytest.mark.parametrize("order", list(permutations(["-n prod", "-l app=web", "--output=wide", "-w"])))
def test_every_order_of_the_flags_is_the_same_command(order: tuple[str, ...]) -> None:
    assert match_command(f"kubectl get pods {' '.join(order)}", (KUBECTL,)) == 1


@pytest.mark.parametrize(
    ("said", "want"),
    [
        ("cat -n b a", "cat -n a b"),
        ("a -x | b -y", "a -y | b -x"),
        ("env -i -- ls -l", "env -- ls -l -i"),
        ("make -j ; make -k", "make -k ; make -j"),
    ],
)
def test_order_counts_where_it_changes_the_command(said: str, want: str) -> None:
    assert match_command(said, (want,)) == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pip freeze>lab.lock", "pip freeze > lab.lock"),
        ("pip freeze >./lab.lock", "pip freeze > lab.lock"),
        ("make 2>&1|tee log", "make 2>&1 | tee log"),
        ("build -x > f", "build > f -x"),
        ("dcgmi diag -r3", "dcgmi diag -r 3"),
        ("ssh -p2222 host", "ssh -p 2222 host"),
        ("helm diff upgrade app . -C3", "helm diff upgrade app . -C 3"),
        ("chmod 600 ./lab_key", "chmod 600 lab_key"),
        ("torchrun --standalone ./train.py", "torchrun train.py --standalone"),
        ("sudo cp ./a b", "sudo cp a ./b"),
        ("echo 'a>b'", 'echo "a>b"'),
    ],
)
def test_two_ways_to_write_one_command(one: str, other: str) -> None:
    assert match_command(one, (other,)) == match_command(other, (one,)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pip install ./pkg", "pip install pkg"),
        ("python -m pip install ./x", "python -m pip install x"),
        ("docker run -v ./d:/d i", "docker run -v d:/d i"),
        ("./run", "run"),
        ("mv one two three", "mv three one two"),
        ("sudo ./cat x", "sudo cat x"),
        ("make | ./b", "make | b"),
        ("rm ./-rf", "rm -rf"),
        ("rm -rf", "rm -r f"),
        ("kubectl get -nprod", "kubectl get -n prod"),
        ("chmod -R600 d", "chmod -R 600 d"),
        ("ls -l1", "ls -l 1"),
        ("dcgmi diag -r4", "dcgmi diag -r 3"),
        ("echo '>' x", "echo > x"),
        ("echo 'a>b'", "echo a > b"),
        ("a \\> b", "a > b"),
        ("a > b", "a >> b"),
        ("a < b", "a > b"),
        ("a 2 > err", "a 2> err"),
        ("lab2>x", "lab 2>x"),
        ("a > -x f", "a -x > f"),
        ("a f 2>&1 >x", "a f >x 2>&1"),
        ("a & b", "a && b"),
        ("cat <(ls)", "cat < (ls)"),
        ("a \0> b", "a > b"),
    ],
)
def test_what_a_shell_or_program_reads_otherwise_is_another_command(one: str, other: str) -> None:
    assert match_command(one, (other,)) == match_command(other, (one,)) == 0


def test_space_after_a_comma_does_not_count_in_a_text() -> None:
    assert match_text("[3,224, 224]", ("[3, 224, 224]",)) == match_text("a, b", ("a,b",)) == 1
    assert match_text("dims: 3,224,224", ("[3, 224, 224]",)) == match_text("3 224 224", ("[3, 224, 224]",)) == 0


def test_any_of_the_accepted_texts_will_do() -> None:
    for match in MATCHERS.values():
        assert match("7", ("5", "6", "7")) == 1


@given(st.sampled_from(list(MATCHERS.values())), st.text(), st.lists(st.text(), max_size=3))
def test_whatever_is_typed_earns_nothing_half_or_all(match: object, said: str, accepted: list[str]) -> None:
    assert callable(match)
    assert match(said, accepted) in (0, 0.5, 1)


@given(st.text(min_size=1).filter(str.strip))
def test_a_text_matches_itself(text: str) -> None:
    assert match_text(text, (text,)) == match_exact(text, (text,)) == 1
