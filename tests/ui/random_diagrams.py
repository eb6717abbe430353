"""Mermaid sources made by chance from a seed, with what must be read from their drawings."""

from random import Random

from .diagrams import Case

WORDS = (
    "token",
    "cache",
    "GPU",
    "a",
    "of",
    "batch",
    "模型",
    "prefill",
    "(x)",
    "p99",
    "is",
    "queue",
    "数据",
    "v1.2",
    ";",
)
LINKS = {
    "-->": "->",
    "---": "--",
    "-.->": "..>",
    "==>": "==>",
    "--x": "-x",
    "--o": "-o",
    "<-->": "<->",
    "-.-": "..",
}


def _words(dice: Random, most: int) -> str:
    return " ".join(dice.choice(WORDS) for _ in range(dice.randint(1, most)))


def random_case(seed: int, most: int = 12) -> Case:
    """A flowchart of up to `most` nodes, with groups, loops, cycles and edges to groups."""
    dice = Random(seed)
    count = dice.randint(1, most)
    labels = {f"n{i}": f"{i} {_words(dice, dice.choice((1, 2, 6)))}" for i in range(count)}
    holders: dict[str, str] = {}
    titles: dict[str, str] = {}
    for i in range(dice.choice((0, 0, 1, 2, 3))):
        titles[f"g{i}"] = f"G{i} {_words(dice, 2)}"
        if i and dice.random() < 0.3:
            holders[f"g{i}"] = f"g{dice.randrange(i)}"
    for id in labels:
        if titles and dice.random() < 0.6:
            holders[id] = dice.choice(list(titles))
    lines = [f"flowchart {dice.choice(('TD', 'LR', 'BT', 'RL'))}"]

    def write(group: str) -> None:
        lines.extend(f'{id}["{label}"]' for id, label in labels.items() if holders.get(id, "") == group)
        for inner in titles:
            if holders.get(inner, "") == group:
                lines.append(f'subgraph {inner}["{titles[inner]}"]')
                write(inner)
                lines.append("end")

    write("")
    edges = []
    ends = [*labels, *(list(titles) if dice.random() < 0.3 else [])]
    calm = dice.random() < 0.7
    for _ in range(dice.randint(0, count + 2)):
        a, b = dice.choice(ends), dice.choice(ends)
        link = "-->" if calm else dice.choice(list(LINKS))
        label = _words(dice, 3) if dice.random() < 0.3 else ""
        shown = f'|"{label}"|' if label else ""
        lines.append(f"{a} {link}{shown} {b}")
        edges.append((a, LINKS[link], b, label))
    named = labels | titles
    return Case(
        f"seed {seed}",
        "\n".join(lines),
        tuple(_in(labels[id], named, holders.get(id, "")) for id in labels),
        tuple(f"{named[a]} {link} {named[b]}" + (f" : {label}" if label else "") for a, link, b, label in edges),
        tuple(_in(titles[id], named, holders.get(id, "")) for id in titles),
    )


def _in(label: str, named: dict[str, str], holder: str) -> str:
    return f"{label} {{{named[holder]}}}" if holder else label
