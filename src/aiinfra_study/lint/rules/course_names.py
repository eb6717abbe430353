"""Names that a whole course shares: ids are used once, and what a name points to is there."""

from collections.abc import Iterator
from typing import TypeAlias

from aiinfra_study.core.question import is_id
from aiinfra_study.core.source import Place, Tree
from aiinfra_study.core.text import did_you_mean
from aiinfra_study.lint.item import Item, LintBank, LintCourse
from aiinfra_study.lint.patterns import pattern
from aiinfra_study.lint.rule import Found, rule

OnCourse: TypeAlias = Iterator[tuple[LintBank, Item | None, Found]]

MAX_SUGGESTIONS = 50  # a hostile bank has ten thousand unknown names, and looking for the nearest costs a millisecond
_REF = pattern(r"(?:([a-z0-9-]+)/([a-z0-9-]+))?#(\S+)\Z")


@rule("S205", "bad-id", "error", "course")
def bad_id(course: LintCourse) -> OnCourse:
    """An id is missing, not well-formed, or used twice in its course.

    Progress, review cards, exports and alerts hang on the address `course/question-id`, so an id is unique in the
    course, also across its files, and never used again for another question. A question that is broken keeps its id all
    the same. An id has a to z, 0 to 9 and single hyphens, at most 64 characters. Two files that give one section id
    hide one another just so. `lint --fix` writes a missing id.

    Fails:
        # section-01.yaml
        - id: gpu-idle
          ask: GPUs idle before each epoch. Where do you look first?
          right: The data loader
          wrong: [The loss function]
        # section-02.yaml
        - id: gpu-idle
          ask: Which metric shows that a kernel is running on a GPU?
          right: GPU utilisation
          wrong: [GPU memory in use]

    Passes:
        # section-01.yaml
        - id: gpu-idle-before-epoch
          ask: GPUs idle before each epoch. Where do you look first?
          right: The data loader
          wrong: [The loss function]
        # section-02.yaml
        - id: gpu-idle-metric
          ask: Which metric shows that a kernel is running on a GPU?
          right: GPU utilisation
          wrong: [GPU memory in use]
    """
    sections: dict[str, LintBank] = {}
    seen: dict[str, tuple[LintBank, Place]] = {}
    for bank in course.banks:
        other = sections.setdefault(bank.section.id, bank)
        if other is not bank:
            place: Place = (bank.tree, "section") if "section" in bank.tree else 0
            message = f'the section id "{bank.section.id}" is taken by {other.source.file}'
            yield bank, None, Found(place, message, "write section: another-id, or rename the file")
        items = {item.question.id: item for item in bank.items}
        for identity, tree, place in _questions(bank):
            first, owner = seen.setdefault(identity, (bank, place))
            if first is not bank:
                message = f'the id "{identity}" is taken in this course, at {first.source.mark(owner)}'
                help = "ids are never reused: choose another"
                yield bank, items.get(identity), Found((tree, "id"), message, help)


def _questions(bank: LintBank) -> Iterator[tuple[str, dict[str, Tree], Place]]:
    """Every id of a file with the question that has it first, may it be a broken one."""
    questions = bank.tree.get("questions")
    listed = questions if isinstance(questions, list) else []
    seen: set[str] = set()
    for index, tree in enumerate(listed):
        identity = tree.get("id") if isinstance(tree, dict) else None
        if isinstance(tree, dict) and is_id(identity) and identity not in seen:
            seen.add(identity)
            yield identity, tree, (listed, index)


@rule("S206", "dangling-reference", "error", "course")
def dangling_reference(course: LintCourse) -> OnCourse:
    """A name points to something that is not there.

    An objective that the section does not declare, a misconception missing from course.yaml where any are declared, a
    lecture that no section lists where any are listed, an anchor or a section that a reference of this course names in
    vain, or a path that leaves the bank's folder. Such a name is a typing mistake in most cases, and it quietly drops
    the question from the figures by objective or from the glossary.

    Fails:
        # course.yaml
        format: 1
        misconceptions:
          hpa-adds-nodes:
            belief: The Horizontal Pod Autoscaler adds nodes.
            contrast: It changes the number of pods; the Cluster Autoscaler adds nodes.
        # section-01.yaml
        - id: more-replicas
          ask: What does the HPA change when load rises?
          right: The number of pods
          wrong: [{text: The number of nodes, misconception: hpa-add-nodes}]

    Passes:
        # course.yaml
        format: 1
        misconceptions:
          hpa-adds-nodes:
            belief: The Horizontal Pod Autoscaler adds nodes.
            contrast: It changes the number of pods; the Cluster Autoscaler adds nodes.
        # section-01.yaml
        - id: more-replicas
          ask: What does the HPA change when load rises?
          right: The number of pods
          wrong: [{text: The number of nodes, misconception: hpa-adds-nodes}]
    """
    names = _Names(course)
    for bank in course.banks:
        for tree in _objectives(bank):
            yield from ((bank, None, found) for found in names.lectures(tree))
        defaults = bank.tree.get("defaults")
        if isinstance(defaults, dict):
            yield from ((bank, None, found) for found in names.refs(defaults, bank))
        for item in bank.items:
            for found in names.of(item):
                yield bank, item, found


def _objectives(bank: LintBank) -> Iterator[dict[str, Tree]]:
    """The objectives that are written as mappings."""
    declared = bank.tree.get("objectives")
    if isinstance(declared, dict):
        yield from (value for value in declared.values() if isinstance(value, dict))


def _each(tree: dict[str, Tree], key: str) -> Iterator[tuple[Tree, Place]]:
    """The items of a list with their places; a single value counts as a list of one."""
    value = tree.get(key)
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield inner, (value, index)
    elif value is not None:
        yield value, (tree, key)


class _Names:
    """What a course declares."""

    def __init__(self, course: LintCourse) -> None:
        self.course = course
        self.misconceptions = course.head.misconceptions
        listed = (lecture.number for lectures in course.head.lectures.values() for lecture in lectures)
        self.numbers = {str(number) for number in listed}
        self.sections = {bank.section.id for bank in course.banks}
        self.suggested: dict[str, str] = {}

    def of(self, item: Item) -> Iterator[Found]:
        """What a question names in vain."""
        tree = item.tree
        if self.misconceptions:
            for side in ("wrong", "right", "slips"):
                for value, _ in _each(tree, side):
                    if isinstance(value, dict) and "misconception" in value:
                        yield from self._misconception(value)
        if "lectures" in tree:
            yield from self.lectures(tree)
        if "refs" in tree:
            yield from self.refs(tree, item.bank)

    def _misconception(self, option: dict[str, Tree]) -> Iterator[Found]:
        name = option["misconception"]
        if isinstance(name, str) and name and name not in self.misconceptions:
            message = f'the misconception "{name[:80]}" is not declared in course.yaml'
            help = self._nearest(name) or "declare it there: {belief: …, contrast: …}"
            yield Found((option, "misconception"), message, help)

    def lectures(self, tree: dict[str, Tree]) -> Iterator[Found]:
        """The lectures that no section of course.yaml lists, where any are listed."""
        for value, place in _each(tree, "lectures") if self.numbers else ():
            if isinstance(value, str) and value.strip().lstrip("0") not in self.numbers:
                help = "write the number of a lecture, or list it with its section in course.yaml"
                yield Found(place, f'there is no lecture "{value[:40]}" in course.yaml', help)

    def refs(self, tree: dict[str, Tree], bank: LintBank) -> Iterator[Found]:
        """References of this course to a section or an anchor that is not there; other courses are not looked at."""
        for value, place in _each(tree, "refs"):
            match = _REF.match(value) if isinstance(value, str) and "#" in value else None
            if match is None or match[1] not in (None, self.course.id):
                continue
            section = match[2] or bank.section.id
            anchors = self.course.anchors
            if section not in self.sections:
                yield Found(place, f'there is no section "{section[:40]}" in this course', "name one that is there")
            elif anchors is not None and match[3] not in anchors.get(section, ()):
                known = sorted(anchors.get(section, ()))
                help = did_you_mean(match[3], known) or "write {#name} at the end of the heading that is meant"
                yield Found(place, f'the reading of {section} has no anchor "#{match[3][:40]}"', help)

    def _nearest(self, name: str) -> str:
        """The declared name that may have been meant, looked for only so often."""
        if name not in self.suggested:
            known = sorted(self.misconceptions) if len(self.suggested) < MAX_SUGGESTIONS else []
            self.suggested[name] = did_you_mean(name, known)
        return self.suggested[name]
