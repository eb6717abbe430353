"""Claims that age."""

import re
from collections.abc import Iterator

from aiinfra_study.core.source import Place
from aiinfra_study.lint.item import Item
from aiinfra_study.lint.patterns import pattern
from aiinfra_study.lint.rule import Findings, Found, rule
from aiinfra_study.lint.words import listed

_THINGS = (
    r"(?:GPUs?|TPUs?|generations?|hardware|chips?|accelerators?|architectures?|silicon|LLMs?|NVIDIA|AMD|Intel|CUDA|"
    r"Kubernetes|PyTorch)"
)
_NOW = pattern(
    r"\b(?:nowadays|at the time of writing|state[- ]of[- ]the[- ]art|currently|"
    rf"(?:latest|newest|most recent|today['’]s|current[- ]generation) (?:[\w-]+ )?{_THINGS})\b",
    re.IGNORECASE,
)
_NOW_HINTS = ("owadays", "of writing", "the-art", "the art", "urrent", "atest", "ewest", "ost recent", "oday")
_DECADES = (" 201", " 202", " 203", "-201", "-202", "-203")
_YEAR = pattern(
    r"\b(?:as of|by|since|until|through|early|mid|late|(?:end|beginning) of)[ -](?:20[12]\d|203\d)\b", re.IGNORECASE
)
_PRICE = pattern(r"(?:[$€£]\s?\d(?:[\d.,]*\d)?|\b\d(?:[\d.,]*\d)?\s?(?:USD|EUR|dollars?|euros?)\b)")
_SOFTWARE = listed(
    "ansible argo calico cilium containerd cri-o cuda cudnn dask debian deepspeed docker fedora flink gcc grafana grpc"
    " hadoop helm istio jax k8s kafka karpenter keda keras kserve kubectl kubeflow kubelet kubernetes kueue linux llvm"
    " megatron mlflow nccl nemo numpy onnx openmpi openshift postgresql prometheus python pytorch ray redis rhel rocm"
    " sglang slurm spark tensorflow tensorrt tensorrt-llm terraform transformers triton ubuntu vllm volcano"
)
MAX_NAME = 30  # characters before the point of a version in which the name of the software stands
_POINT = pattern(r"\.\d(?<=\d\.\d)")
_NAMED = pattern(r"(?<![\w-])([A-Za-z][\w-]*) (v?\d{1,3})\Z")
_VERSION = pattern(r"v?\d{1,3}(?:\.\d{1,3})+(?!\.?\d|\s?[%×])")
MONEY = ("$", "€", "£", "USD", "EUR", "dollar", "euro")


@rule("I326", "dated-claim", "info")
def dated_claim(item: Item) -> Findings:
    """The question rests on something that ages, and has no `as_of`.

    Prices fall, defaults change with versions, and the newest GPU is soon the second newest. `as_of` is shown with
    the question and says when it was checked, and a search for old months finds what to look at again. Looked for in
    stem, options and lesson: currently, nowadays, the latest or newest piece of hardware; years after "as of", "by",
    "since", "until"; versions of software; and prices in options, claim or lesson that the stem does not give. A price
    in the stem is a premise, and a plain year ("introduced in 2017") is history: neither ages.

    Fails:
        - id: device-plugin-default
          ask: Which feature of Kubernetes 1.34 lets a pod ask for a device by its attributes?
          right: Dynamic resource allocation
          wrong: [The device plugin, A node selector]

    Passes:
        - id: device-plugin-default
          as_of: 2026-11
          ask: Which feature of Kubernetes 1.34 lets a pod ask for a device by its attributes?
          right: Dynamic resource allocation
          wrong: [The device plugin, A node selector]
    """
    question = item.question
    if question.as_of:
        return
    if cue := _cue(item.said, "$" if item.kind == "numeric" else question.ask):
        place = next((place for place, part in _parts(item) if cue in part), item.start)
        yield Found(place, f'"{cue}" will be out of date', "check it and write as_of: YYYY-MM, the month of the check")


def _cue(text: str, premise: str) -> str:
    """The first thing in a text that ages; prices only where the premise has none."""
    match = None
    for hint in _NOW_HINTS:
        if hint in text and (match := _NOW.search(text)):
            return match[0]
    if "20" in text and any(decade in text for decade in _DECADES):
        match = _YEAR.search(text)
    if match is None and _has_money(text) and not _has_money(premise):
        match = _PRICE.search(text)
    return match[0] if match else _version(text)


def _version(text: str) -> str:
    """The first piece of software with its version."""
    for point in _POINT.finditer(text):
        start = max(0, point.start() - MAX_NAME)
        named = _NAMED.search(text[start : point.start()])
        if named and named[1].casefold() in _SOFTWARE and (version := _VERSION.match(text, start + named.start(2))):
            return f"{named[1]} {version[0]}"
    return ""


def _has_money(text: str) -> bool:
    return any(sign in text for sign in MONEY)


def _parts(item: Item) -> Iterator[tuple[Place, str]]:
    """Stem, options and lesson with their places."""
    yield item.place("claim") if "ask" not in item.tree else item.place("ask"), item.stem
    for offer in item.offers:
        yield offer.place, offer.plain
    yield item.place("because"), item.explanation
