"""Compiled banks: used when they fit exactly, made again in silence when they do not."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aiinfra_study.core.question import Question
from aiinfra_study.store import banks as banks_module
from aiinfra_study.store.banks import Bank, CourseFolder, open_bank
from aiinfra_study.store.cache import Cache, Records, Stamp
from aiinfra_study.store.places import bundled

from .conftest import unprivileged

BANK = bundled() / "ai-fundamentals" / "section-01.yaml"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "banks" / "mine" / "section-01.yaml"
    path.parent.mkdir(parents=True)
    shutil.copy(BANK, path)
    return path


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "compiled")


def content(bank: Bank) -> tuple[object, list[tuple[object, ...]]]:
    return bank.section, [everything(question) for question in bank.questions()]


def everything(question: Question) -> tuple[object, ...]:
    posed = question.posed(7)
    return (question.id, question.fingerprint, question.body, posed.ask, posed.because, question.refs)


def never(*_: object) -> None:
    raise AssertionError("compiled though the cache fits")


def age(path: Path) -> None:
    """Have a file look as if it had been there for long (as far as a user can)."""
    os.utime(path, (time.time() - 3600,) * 2)


def test_a_bank_from_the_cache_is_the_bank(source: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = content(open_bank(source, "mine", cache))
    monkeypatch.setattr(banks_module, "compile_bank", never)
    assert content(open_bank(source, "mine", cache)) == compiled


def test_a_cached_bank_needs_no_yaml(source: Path, cache: Cache) -> None:
    open_bank(source, "mine", cache)
    script = (
        "import sys; from pathlib import Path; from aiinfra_study.store.banks import open_bank\n"
        "from aiinfra_study.store.cache import Cache\n"
        "bank = open_bank(Path(sys.argv[1]), 'mine', Cache(Path(sys.argv[2])))\n"
        "print(len(list(bank.questions())), 'yaml' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(source), str(cache.folder)], capture_output=True, text=True, check=True
    )
    count, yaml_loaded = done.stdout.split()
    assert int(count) > 5
    assert yaml_loaded == "False"


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="no list of open files here")
def test_many_open_banks_hold_no_files_open(source: Path, cache: Cache) -> None:
    """Some systems allow 256 in all, and a course may have many sections."""
    paths = [source.with_name(f"section-{number}.yaml") for number in range(10, 40)]
    for path in paths:
        shutil.copy(source, path)
        open_bank(path, "mine", cache)
    before = len(os.listdir("/proc/self/fd"))
    banks = [open_bank(path, "mine", cache) for path in paths]
    assert all(next(iter(bank.questions())) for bank in banks)
    assert len(os.listdir("/proc/self/fd")) < before + 5


@pytest.mark.parametrize("young", [True, False])
def test_an_edit_shows_at_once_even_with_the_same_size_and_time(source: Path, cache: Cache, young: bool) -> None:
    if not young:
        age(source)
    before = os.stat(source)
    title = open_bank(source, "mine", cache).section.title
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace(title, title.swapcase()), encoding="utf-8")
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = os.stat(source)
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert open_bank(source, "mine", cache).section.title == title.swapcase()


def test_an_edit_within_the_tick_of_the_clock_shows_at_once(
    source: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a file system whose stamps are coarse: everything that stat tells stays the same."""
    title = open_bank(source, "mine", cache).section.title
    stamp = Stamp.of(os.stat(source))
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace(title, title.swapcase()), encoding="utf-8")
    monkeypatch.setattr(Stamp, "of", lambda _: stamp)
    assert open_bank(source, "mine", cache).section.title == title.swapcase()


def test_another_file_under_the_same_name_shows_at_once(source: Path, cache: Cache) -> None:
    title = open_bank(source, "mine", cache).section.title
    other = source.with_name("other")
    other.write_text(source.read_text(encoding="utf-8").replace(title, "Another"), encoding="utf-8")
    shutil.copystat(source, other)
    os.replace(other, source)
    assert open_bank(source, "mine", cache).section.title == "Another"


def test_a_cache_damaged_anywhere_is_made_again_in_silence(source: Path, cache: Cache) -> None:
    right = content(open_bank(source, "mine", cache))
    path = cache.path_of(source)
    data = path.read_bytes()
    for at in range(0, len(data), max(len(data) // 150, 1)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 2]) + data[at + 1 :])
        assert content(open_bank(source, "mine", cache)) == right, at


def test_a_cache_changed_at_every_tenth_byte_is_not_believed(source: Path, cache: Cache) -> None:
    source.write_text(
        "format: 1\ntitle: Small\nobjectives: {o: Do it}\nquestions:\n"
        "  - {id: a, objective: o, ask: Why?, right: yes, wrong: [no, never], because: So.}\n"
        "  - {id: b, objective: o, ask: How?, right: so, wrong: [thus, not], because: Thus.}\n"
    )
    open_bank(source, "mine", cache)
    path = cache.path_of(source)
    data = path.read_bytes()
    stamp = Stamp.of(os.stat(source))
    entry = cache.load(source, stamp)
    assert entry is not None
    for at in range(0, len(data), 10):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        found = cache.load(source, stamp)
        assert found is None or found.head == entry.head, at  # records are checked when they are read


@pytest.mark.parametrize("damaged", [b"", b"{", b"null\n", b"{}\n{}", b"[" * 100_000, b"\0" * 5000])
def test_nonsense_in_the_cache_is_made_again(source: Path, cache: Cache, damaged: bytes) -> None:
    right = content(open_bank(source, "mine", cache))
    cache.path_of(source).write_bytes(damaged)
    assert content(open_bank(source, "mine", cache)) == right
    assert cache.path_of(source).read_bytes() != damaged


def test_a_cut_cache_is_made_again(source: Path, cache: Cache) -> None:
    right = content(open_bank(source, "mine", cache))
    path = cache.path_of(source)
    data = path.read_bytes()
    for at in (1, len(data) // 3, len(data) - 1):
        path.write_bytes(data[:at])
        assert content(open_bank(source, "mine", cache)) == right


def test_a_cache_of_another_version_is_made_again(source: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    open_bank(source, "mine", cache)
    monkeypatch.setattr("aiinfra_study.store.cache.__version__", "0.0.1")
    assert cache.load(source, Stamp.of(os.stat(source))) is None


@pytest.mark.parametrize("place", ["a file", "a file/below"])
def test_a_cache_that_cannot_be_made_is_done_without(source: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "a file").touch()
    assert open_bank(source, "mine", Cache(tmp_path / place)).section.outlines
    assert (tmp_path / "a file").read_bytes() == b""


def test_a_cache_folder_that_may_not_be_written_is_done_without(public: Path) -> None:
    (public / "closed").mkdir(mode=0o555)
    (public / "section-01.yaml").write_bytes(BANK.read_bytes())
    (public / "section-01.yaml").chmod(0o644)
    with unprivileged():
        assert open_bank(public / "section-01.yaml", "mine", Cache(public / "closed")).section.outlines
        assert open_bank(public / "section-01.yaml", "mine", Cache(public / "closed" / "er")).section.outlines
    assert list((public / "closed").iterdir()) == []


def test_a_name_too_long_for_a_cache_is_done_without(tmp_path: Path, cache: Cache) -> None:
    path = tmp_path / f"{'x' * 240}.yaml"
    path.write_bytes(BANK.read_bytes())
    assert open_bank(path, "mine", cache).section.outlines


def test_two_banks_of_one_name_do_not_mix(source: Path, tmp_path: Path, cache: Cache) -> None:
    other = tmp_path / "elsewhere" / "mine" / "section-01.yaml"
    other.parent.mkdir(parents=True)
    text = source.read_text(encoding="utf-8")
    other.write_text(text.replace("title: ", "title: Other ", 1), encoding="utf-8")
    titles = [open_bank(path, "mine", cache).section.title for path in (source, other, source)]
    assert titles[1] == f"Other {titles[0]}"
    assert titles[2] == titles[0]


def test_several_processes_may_compile_at_once(source: Path, cache: Cache) -> None:
    script = (
        "import sys; from pathlib import Path; from aiinfra_study.store.banks import compile_bank, open_bank\n"
        "from aiinfra_study.store.cache import Cache\n"
        "cache = Cache(Path(sys.argv[2]))\n"
        "for _ in range(4):\n"
        "    compile_bank(Path(sys.argv[1]), 'mine', cache)\n"
        "    bank = open_bank(Path(sys.argv[1]), 'mine', cache)\n"
        "print(*[question.fingerprint for question in bank.questions()])\n"
    )
    command = [sys.executable, "-c", script, str(source), str(cache.folder)]
    hands = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    said = {hand.communicate()[0] for hand in hands}
    assert [hand.returncode for hand in hands] == [0] * 4
    assert len(said) == 1
    assert [path.name for path in cache.folder.iterdir()] == [cache.path_of(source).name]


def test_the_head_of_a_course_is_compiled_too(cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "ai-fundamentals"
    shutil.copytree(BANK.parent, folder)
    head = CourseFolder(folder, cache, bundled=False).head
    assert head.lectures
    monkeypatch.setattr(banks_module, "read_course_file", never)
    assert CourseFolder(folder, cache, bundled=False).head == head
    monkeypatch.undo()
    path = cache.path_of(folder / "course.yaml")
    data = path.read_bytes()
    for at in range(0, len(data), len(data) // 40):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert CourseFolder(folder, cache, bundled=False).head == head


def test_records_are_read_from_memory_or_from_their_file_as_long_as_it_is_there(tmp_path: Path) -> None:
    (tmp_path / "compiled").write_bytes(b"head\nfirst\nsecond\n")
    for records in (Records(b"first\nsecond\n"), Records(path=tmp_path / "compiled", start=5)):
        assert [records.read(0, 6), records.read(6, 7), records.read(13, 5)] == [b"first\n", b"second\n", b""]
    assert Records(path=tmp_path / "gone").read(0, 6) == b""


# the outlines of a course, together in one file


@pytest.fixture
def folder(source: Path) -> Path:
    """A course of two sections that have been there for a while."""
    other = source.with_name("section-02.yaml")
    other.write_bytes((BANK.parent / "section-02.yaml").read_bytes())
    return source.parent


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some time later."""
    later = time.time_ns() + 10**10
    monkeypatch.setattr("aiinfra_study.store.cache._now_ns", lambda: later)


def outlines(folder: Path, cache: Cache) -> list[object]:
    return [(bank.section, len(list(bank.questions()))) for bank in CourseFolder(folder, cache, bundled=False).banks]


def outlines_file(cache: Cache) -> Path:
    (path,) = cache.folder.glob("*.outlines")
    return path


@pytest.mark.usefixtures("settled")
def test_the_outlines_of_a_course_need_none_of_its_compiled_banks(
    folder: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = [bank.section for bank in CourseFolder(folder, cache, bundled=False).banks]
    monkeypatch.setattr(banks_module, "open_bank", never)
    assert [bank.section for bank in CourseFolder(folder, cache, bundled=False).banks] == right


@pytest.mark.usefixtures("settled")
def test_an_edit_shows_in_the_outlines_and_is_kept_there(folder: Path, cache: Cache) -> None:
    outlines(folder, cache)
    source, before = folder / "section-01.yaml", outlines_file(cache).read_bytes()
    title = open_bank(source, "mine", cache).section.title
    stat = os.stat(source)
    source.write_text(source.read_text(encoding="utf-8").replace(title, title.swapcase()), encoding="utf-8")
    os.utime(source, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert CourseFolder(folder, cache, bundled=False).banks[0].section.title == title.swapcase()
    assert outlines_file(cache).read_bytes() != before
    assert CourseFolder(folder, cache, bundled=False).banks[0].section.title == title.swapcase()


def test_a_young_section_is_not_among_the_outlines(folder: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its file may change again without another stamp; once it is older it is taken in."""
    outlines(folder, cache)
    assert list(cache.folder.glob("*.outlines")) == []
    stamp, section = Stamp.of(os.stat(folder / "section-01.yaml")), folder / "section-01.yaml"
    title = open_bank(section, "mine", cache).section.title
    section.write_text(section.read_text(encoding="utf-8").replace(title, title.swapcase()), encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(Stamp, "of", lambda _: stamp)
        assert CourseFolder(folder, cache, bundled=False).banks[0].section.title == title.swapcase()
    later = time.time_ns() + 10**10
    monkeypatch.setattr("aiinfra_study.store.cache._now_ns", lambda: later)
    outlines(folder, cache)
    assert len(cache.load_outlines(folder)) == 2


@pytest.mark.usefixtures("settled")
def test_a_section_added_or_taken_away_shows_in_the_outlines(folder: Path, cache: Cache) -> None:
    both = outlines(folder, cache)
    (folder / "section-02.yaml").rename(folder / "elsewhere")
    assert outlines(folder, cache) == both[:1]
    assert len(cache.load_outlines(folder)) == 1
    (folder / "elsewhere").rename(folder / "section-02.yaml")
    assert outlines(folder, cache) == both
    assert len(cache.load_outlines(folder)) == 2


@pytest.mark.usefixtures("settled")
def test_outlines_damaged_anywhere_are_made_again_in_silence(folder: Path, cache: Cache) -> None:
    right = outlines(folder, cache)
    path = outlines_file(cache)
    data = path.read_bytes()
    for at in range(0, len(data), max(len(data) // 100, 1)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 2]) + data[at + 1 :])
        assert outlines(folder, cache) == right, at
        assert path.read_bytes() == data, at
    for nonsense in (b"", b"{", b"null\n", data[:-1]):
        path.write_bytes(nonsense)
        assert outlines(folder, cache) == right
        assert path.read_bytes() == data


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("index", [{}, {"course": "mine"}, None, {"outlines": [1, 2]}])
def test_outlines_of_another_form_are_made_again(folder: Path, cache: Cache, index: dict[str, object]) -> None:
    right = outlines(folder, cache)
    kept = cache.load_outlines(folder)
    cache.keep_outlines(folder, {name: (stamp, index) for name, (stamp, _) in kept.items()})
    assert outlines(folder, cache) == right
    assert cache.load_outlines(folder) == kept


@pytest.mark.usefixtures("settled")
def test_a_course_that_was_renamed_has_outlines_of_its_own(folder: Path, cache: Cache) -> None:
    outlines(folder, cache)
    there = folder.rename(folder.with_name("yours"))
    (bank, _) = CourseFolder(there, cache, bundled=False).banks
    assert (bank.section.course, next(iter(bank.questions())).address.partition("/")[0]) == ("yours", "yours")


@pytest.mark.usefixtures("settled")
def test_a_section_that_cannot_be_asked_is_not_among_the_outlines(folder: Path, cache: Cache) -> None:
    (folder / "section-02.yaml").write_text("format: 1\nquestions: []\n")
    for _ in range(2):
        assert CourseFolder(folder, cache, bundled=False).banks[1].error
        assert list(cache.load_outlines(folder)) == ["section-01.yaml"]


@pytest.mark.usefixtures("settled")
def test_a_bank_that_changed_since_its_outlines_were_read_gives_what_is_there(folder: Path, cache: Cache) -> None:
    outlines(folder, cache)
    bank = CourseFolder(folder, cache, bundled=False).banks[0]
    first = bank.section.outlines[0].id
    text = bank.path.read_text(encoding="utf-8")
    bank.path.write_text(text.replace(f"id: {first}\n", "id: renamed-since\n"), encoding="utf-8")
    assert bank.question(bank.section.outlines[1].id)
    with pytest.raises(KeyError):
        bank.question(first)


@pytest.mark.usefixtures("settled")
def test_where_stamps_tell_too_little_there_are_no_outlines(
    folder: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aiinfra_study.store.cache.os.name", "nt")
    cache.keep_outlines(folder, {})
    assert cache.load_outlines(folder) == {}
    monkeypatch.undo()
    assert not cache.folder.exists()
