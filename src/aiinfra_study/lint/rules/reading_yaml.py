"""What the reader says of a file as text: unreadable, no YAML, more YAML than a bank may use, control characters."""

from aiinfra_study.lint.rule import rule


@rule("Y100", "unreadable-file", "error", "reading")
def unreadable_file() -> None:
    """The file cannot be read at all.

    A bank comes from anybody, so the reader opens regular files only (no pipe, no device), reads at most 2 MiB of
    them, and wants UTF-8; a byte order mark and CRLF are fine. One such file is one finding, the others are linted.

    Fails: a file of 2 MiB and one byte, a file with bytes that are not UTF-8, a pipe, a file that is not there or that
    you may not read.

    Passes: a regular file in UTF-8 of at most 2 MiB, also with a byte order mark and CRLF.
    """


@rule("Y101", "yaml-syntax", "error", "reading")
def yaml_syntax() -> None:
    """The file is not YAML.

    Four causes are usual, and the message names them: a colon and a space inside unquoted text, unquoted text that
    begins with one of ` @ % * & ! { [, a quotation mark that is closed too early, and a line that is indented
    differently from the fields before it, or with a tab. The question around the mistake
    is left out and the rest is read; a mistake outside the questions takes the whole file.

    Fails:
        - id: idle-gpus
          ask: GPUs idle before each epoch: where do you look first?
          right: The data loader
          wrong: [The learning rate, The loss function]

    Passes:
        - id: idle-gpus
          ask: "GPUs idle before each epoch: where do you look first?"
          right: The data loader
          wrong: [The learning rate, The loss function]
    """


@rule("Y102", "duplicate-key", "error", "reading")
def duplicate_key() -> None:
    """A key stands twice in one mapping.

    YAML libraries keep the last value and say nothing (PyYAML 6.0.3, measured), so an edited copy of a field may
    silently lose to the old one. Which of the two was meant cannot be known, so the question is left out.

    Fails:
        - id: allreduce-volume
          ask: What does each rank hold after an all-reduce?
          right: The sum over the ranks
          wrong: [Its own share of the sum, The sum of its neighbours]
          because: Each rank contributes one buffer and receives the sum of them.
          because: A reduce-scatter and an all-gather leave the whole sum on each rank.

    Passes:
        - id: allreduce-volume
          ask: What does each rank hold after an all-reduce?
          right: The sum over the ranks
          wrong: [Its own share of the sum, The sum of its neighbours]
          because: A reduce-scatter and an all-gather leave the whole sum on each rank.
    """


@rule("Y103", "forbidden-yaml", "error", "reading")
def forbidden_yaml() -> None:
    """The file uses YAML that a bank may not use.

    Anchors, aliases, merge keys, tags, a second document, keys that are no text, more than 32 levels, texts of more
    than 64 KiB, more than 300,000 keys and values, and more than 9 directives (lines that begin with %) are refused. A
    reviewer should see on the page all there is, and these are the ways to hurt a reader: 341 bytes of aliases unfold
    to some 18 GB of JSON, 40,000 nested lists crash libyaml's composer, and a tag asks for code to be run (measured
    with PyYAML 6.0.3).

    Fails:
        - id: hbm-or-dram
          ask: Where do the weights of a served model lie while tokens are decoded?
          right: &place In the HBM of the GPU
          wrong: [In the DRAM of the host, On the NVMe disk]
          because: *place

    Passes:
        - id: hbm-or-dram
          ask: Where do the weights of a served model lie while tokens are decoded?
          right: In the HBM of the GPU
          wrong: [In the DRAM of the host, On the NVMe disk]
          because: Each token reads all weights once, which PCIe would slow to a crawl.
    """


@rule("T601", "control-character", "error", "reading")
def control_character() -> None:
    r"""The text holds a control character.

    C0 and C1 characters, DEL, bidi overrides and isolates, and zero-width characters outside emoji can move the
    cursor, hide an option or turn a text around on a terminal (CWE-150; for bidi in source text, Boucher & Anderson
    2023, "Trojan Source"). A raw ESC is refused by YAML, but the escape "\e" brings one in, so texts are looked at
    after YAML has read them. They are shown as marks such as ␛, never as themselves.

    Fails:
        - id: clear-screen
          ask: "Which tool shows GPU memory in use\e[2J?"
          right: nvidia-smi
          wrong: [lspci, dmidecode]

    Passes:
        - id: clear-screen
          ask: "Which tool shows GPU memory in use?"
          right: nvidia-smi
          wrong: [lspci, dmidecode]
    """
