"""A bank to start from: one question of every kind, with comments, and the file it goes to."""

import re
import shlex
from pathlib import Path

from aiinfra_study.core.course import section_id
from aiinfra_study.core.errors import UsageError
from aiinfra_study.store.files import section_files

LONGEST_NAME = 40  # of a section, in the id of an example: an id has 64 characters at most
_NUMBERED = re.compile(r"(?:section-)?0*(\d{1,4})\Z", re.ASCII)
_EXAMPLE = re.compile(r"^  - id: (\S+)$", re.MULTILINE)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def write_new(section: str, folder: Path) -> Path:
    """Write the bank of a section into a folder, never over a file; returns its path."""
    name = _file_name(section)
    if not folder.is_dir():
        make = f"mkdir -p {shlex.quote(str(folder))}"
        raise UsageError("no-folder", f"there is no folder {folder}", f"Make it first: {make}")
    path = folder / name
    try:
        for taken in _same_section(path):
            raise FileExistsError(taken)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(_examples(section_id(path.stem)))
    except FileExistsError as error:
        there = error.filename or error.args[0]
        raise UsageError("file-exists", f"{there} is there already", "Name another section or folder.") from None
    return path


def _file_name(section: str) -> str:
    numbered = _NUMBERED.match(section)
    if numbered:
        return f"section-{int(numbered[1]):02d}.yaml"
    if not _ID.match(section) or section == "course" or len(section) > 64:
        raise UsageError("bad-section", f'"{section[:80]}" names no section', "Write a number, such as 4 or section-4.")
    return f"{section}.yaml"


def _examples(section: str) -> str:
    """The template with ids of this section, so that several in one course do not clash; each with its family, as the
    same example in two sections is no duplicate then."""
    name = section.removeprefix("section-")[:LONGEST_NAME].rstrip("-")
    return _EXAMPLE.sub(rf"  - id: \1-{name}\n    family: \1", TEMPLATE)


def _same_section(path: Path) -> list[Path]:
    """Files beside a path that hold a section of the same id."""
    return [file for file in section_files(path.parent) if section_id(file.stem) == section_id(path.stem)]


TEMPLATE = """\
# yaml-language-server: $schema=../bank.schema.json
# The line above gives an editor completion and checks: aiinfra schema > ../bank.schema.json
# Try a question: aiinfra show --preview FILE:ID. Look for mistakes: aiinfra lint FILE.
format: 1
title: A section to start from
version: 0.1.0
license: CC-BY-4.0
# What a learner can do afterwards. Each question names one of them.
objectives:
  size-memory: Estimate what memory training and serving take
  run-gpu-pods: Run and maintain GPU workloads on Kubernetes
# Below is one question of each kind: make them yours, with ids of your own and without `family`. (It says that the
# same example in another section is a parallel form, and no duplicate.)
questions:
  # single: one right option. `why` says what is right or wrong about an option.
  - id: decode-limit
    objective: size-memory
    # remember, understand, apply, analyze, evaluate or create
    level: understand
    # both: asked before and after the reading
    use: both
    ask: One user chats with a model on one GPU, and tokens come slowly. Which resource limits their rate?
    right:
      text: The bandwidth of GPU memory
      why: Each token reads all weights and does about two operations with each of them.
    wrong:
      - text: The arithmetic of tensor cores
        why: At batch size one they wait for the weights most of the time.
        # a named wrong belief; give it to two questions or more
        misconception: decoding-is-compute-bound
      - text: The bandwidth of local disks
        why: Disks are read while the model loads, and weights then stay in memory.
    # the lesson, shown after each response
    because: Decoding at a small batch moves every weight through the memory bus once a token, so bytes a second decide.
    refs: ["Efficient Memory Management for LLM Serving (Kwon et al., 2023)"]
    hint: How often is each weight read for one token?

  # multiple: two right options or more
  - id: checkpoint-for-adam
    objective: size-memory
    level: understand
    use: both
    ask: Which parts must a checkpoint hold so that a run with Adam goes on as if it had not stopped?
    right:
      - text: The model weights
        why: They are what training has produced so far.
      - text: The optimizer moments
        why: Without them the first steps after the restart go astray.
    wrong:
      - text: The layer activations
        why: They are computed anew for each batch.
      - text: The serving KV cache
        why: A training step keeps none.
    because: Weights and both moments of Adam carry state from step to step; activations live for one step only.
    refs: ["Adam: A Method for Stochastic Optimization (Kingma and Ba, 2015)"]

  # true-false: a claim to judge
  - id: hpa-adds-pods
    objective: run-gpu-pods
    level: remember
    use: both
    claim: The Horizontal Pod Autoscaler adds nodes when pods no longer fit.
    truth: false
    because: It changes the number of replicas. The Cluster Autoscaler adds nodes for pods that stay pending.
    refs: ["Kubernetes documentation: Horizontal Pod Autoscaling"]

  # numeric: a number with a unit. `given` draws new numbers for each attempt.
  - id: memory-of-weights
    objective: size-memory
    level: apply
    use: both
    given:
      params: {choose: [7, 13, 70]}
      bits: {choose: [4, 8, 16]}
      need: params * bits / 8
    ask: A model has {params} billion parameters, kept at {bits} bits each. How much memory do its weights take?
    number: need
    unit: GB
    accept: 2%
    # wrong numbers to expect, each with the step that leads there
    slips:
      - {number: params * bits, why: "Those are {bits}-bit numbers: divide by 8 bits a byte."}
    because: "{params} × 10⁹ parameters × {bits} bits ÷ 8 bits a byte = {need} GB."
    refs: ["Efficient Memory Management for LLM Serving (Kwon et al., 2023)"]

  # short: a text or a command to type
  - id: cordon-a-node
    objective: run-gpu-pods
    level: apply
    use: both
    ask: Which command keeps new pods off the node `gpu-1` and leaves its running pods alone?
    answer: [kubectl cordon gpu-1, kubectl cordon node/gpu-1]
    match_as: command
    because: Cordon marks the node as unschedulable; draining would evict its pods as well.
    refs: ["Kubernetes documentation: Safely Drain a Node"]

  # cloze: gaps to fill, [[key|another key]]
  - id: share-one-gpu
    objective: run-gpu-pods
    level: remember
    blanks: A GPU is cut into isolated slices by [[MIG|multi-instance GPU]], and used in turns by [[time-slicing]].
    because: Slices have memory and compute of their own; taking turns isolates neither of them.
    refs: ["NVIDIA Multi-Instance GPU User Guide"]

  # ordering: items in their right order
  - id: update-a-gpu-driver
    objective: run-gpu-pods
    level: apply
    ask: Put the steps of updating the driver of a GPU node in order.
    order: [Cordon the node, Evict its pods, Update the driver, Uncordon the node]
    because: A node that still takes new pods would fill up again while it is emptied.
    refs: ["Kubernetes documentation: Safely Drain a Node"]

  # matching: items and their partners
  - id: places-of-memory
    objective: size-memory
    level: remember
    ask: Match each kind of memory with its place.
    match: {HBM: on the GPU package, DRAM: beside the CPU, NVMe: behind PCIe}
    because: Each step away from the compute units costs about one order of magnitude of bandwidth.
    refs: ["NVIDIA H100 Tensor Core GPU Architecture"]

  # output: what a program prints
  - id: gpus-of-a-cluster
    objective: size-memory
    level: apply
    # post: asked after the reading only
    use: post
    ask: A script sizes two clusters of four nodes. What does it print?
    code: |
      nodes=4
      for gpus in 4 8; do
        echo "$((nodes * gpus * 80)) GB"
      done
    output: |
      1280 GB
      2560 GB
    because: The loop runs twice, and each pass multiplies nodes, GPUs a node and 80 GB a GPU before it prints.
    refs: ["Bash Reference Manual: Shell Arithmetic"]
"""
