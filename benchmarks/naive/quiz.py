"""The plain alternative, as one writes it in an afternoon: Typer, yaml.safe_load, questionary, one JSON file.

It is here to be measured against. It keeps nothing safe: a crash while it writes loses every response.
"""

import datetime
import json
import pathlib
import random
import time

import questionary
import typer
import yaml

app = typer.Typer()


def load(progress: pathlib.Path) -> dict:
    return json.loads(progress.read_text("utf-8")) if progress.exists() else {"cards": {}, "responses": []}


def save(progress: pathlib.Path, state: dict) -> None:
    with open(progress, "w", encoding="utf-8") as file:
        json.dump(state, file)


@app.command()
def quiz(bank: list[pathlib.Path], progress: pathlib.Path = pathlib.Path("progress.json"), count: int = 10) -> None:
    """Ask some questions of the banks."""
    questions = [question for path in bank for question in yaml.safe_load(path.read_text("utf-8"))["questions"]]
    questions = [question for question in questions if "right" in question]
    state = load(progress)
    for number, question in enumerate(random.sample(questions, count), 1):
        options = [o["text"] if isinstance(o, dict) else o for o in [question["right"], *question["wrong"]]]
        start = time.time()
        said = questionary.select(f"{number}/{count} {question['ask']}", choices=random.sample(options, 4)).ask()
        if said is None:
            break
        right = said == options[0]
        due = datetime.date.today() + datetime.timedelta(days=4 if right else 1)
        state["cards"][question["id"]] = {"due": due.isoformat(), "right": right}
        state["responses"].append({"id": question["id"], "said": said, "right": right, "took": time.time() - start})
        save(progress, state)
        typer.echo("Right." if right else f"Wrong: {options[0]}")


@app.command()
def status(progress: pathlib.Path = pathlib.Path("progress.json")) -> None:
    """How many cards are due."""
    today = datetime.date.today().isoformat()
    typer.echo(f"{sum(card['due'] <= today for card in load(progress)['cards'].values())} due")


if __name__ == "__main__":
    app()
