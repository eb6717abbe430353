"""Diagrams, and what a reader must be able to get from each: every node, label, edge, group and note, written by hand.

An edge is written `A -> B : label`. Its middle says line and marks: `--` no head, `<->` both, `-x` cross, `-o` circle,
`..>` dotted, `==>` thick. A name in braces behind a node or group is the group that holds it.
"""

import re
from collections import Counter
from typing import NamedTuple

from .diagram_readers import Facts, edge, squeezed

_MARKS = {"<": "arrow", ">": "arrow", "x": "cross", "o": "circle"}
_LINES = {"-": "solid", ".": "dotted", "=": "thick"}


class Case(NamedTuple):
    name: str
    source: str
    nodes: tuple[str, ...]
    edges: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def _held(text: str) -> tuple[str, str]:
    match = re.fullmatch(r"(.*?)(?: \{(.*)\})?", text)
    assert match
    return squeezed(match[1]), squeezed(match[2] or "")


def expected(case: Case) -> Facts:
    """The facts of a case, as the readers give them."""
    facts: Facts = Counter()
    facts.update(("node", *_held(text)) for text in case.nodes)
    facts.update(("group", *_held(text)) for text in case.groups)
    for text in case.edges:
        match = re.fullmatch(r"(.+?) ([<xo]?)(--?|\.\.?|==?)([>xo]?) (.+?)(?: : (.*))?", text)
        assert match, text
        source, tail, line, head, target, label = match.groups()
        ends = (source, _MARKS.get(tail, "")), (target, _MARKS.get(head, ""))
        facts[edge(*ends, label or "", _LINES[line[0]])] += 1
    for text in case.notes:
        name, words = text.split(": ", 1)
        facts["note", squeezed(name), squeezed(words)] += 1
    return facts


def doubled(case: Case) -> list[str]:
    """Labels that several nodes or groups have."""
    labels = Counter(re.sub(r" \{.*\}$", "", text) for text in (*case.nodes, *case.groups))
    return [label for label, count in labels.items() if count > 1]


def _case(name: str, source: str, nodes: str, edges: str = "", groups: str = "", notes: str = "") -> Case:
    parts = (
        tuple(line.strip() for line in text.strip().split("\n") if line.strip())
        for text in (nodes, edges, groups, notes)
    )
    return Case(name, source, *parts)


CASES = (
    _case(
        "rag",
        """
flowchart LR
  accDescr: Documents become vectors ahead of time; a question finds the nearest ones and the model answers from them.
  subgraph ING["Ahead of time"]
    DOC["Documents and who may read them"] --> CHK["Clean, cut into chunks"]
    CHK --> EMB1["Embedding model"]
    EMB1 --> IDX[("Vector index")]
  end
  subgraph QRY["For each question"]
    Q["Question"] --> EMB2["The same embedding model"]
    EMB2 --> SRCH["Nearest k chunks, filtered"]
    SRCH --> RR["Rerank"]
    RR --> PR["Prompt: rules, question, chunks"]
    Q --> PR
    PR --> LLM["Language model"]
    LLM --> ANS["Answer with sources"]
  end
  SRCH <--> IDX
""",
        """
Documents and who may read them {Ahead of time}
Clean, cut into chunks {Ahead of time}
Embedding model {Ahead of time}
Vector index {Ahead of time}
Question {For each question}
The same embedding model {For each question}
Nearest k chunks, filtered {For each question}
Rerank {For each question}
Prompt: rules, question, chunks {For each question}
Language model {For each question}
Answer with sources {For each question}
""",
        """
Documents and who may read them -> Clean, cut into chunks
Clean, cut into chunks -> Embedding model
Embedding model -> Vector index
Question -> The same embedding model
The same embedding model -> Nearest k chunks, filtered
Nearest k chunks, filtered -> Rerank
Rerank -> Prompt: rules, question, chunks
Question -> Prompt: rules, question, chunks
Prompt: rules, question, chunks -> Language model
Language model -> Answer with sources
Nearest k chunks, filtered <-> Vector index
""",
        "Ahead of time\nFor each question",
    ),
    _case(
        "parallel",
        """
flowchart TB
  subgraph DP["Copies of the model"]
    B["Batch"] --> B1["part 1"]
    B --> B2["part 2"]
    B --> B3["part N"]
    B1 --> G1["GPU 1: whole model"]
    B2 --> G2["GPU 2: whole model"]
    B3 --> G3["GPU N: whole model"]
    G1 --> AR["All-reduce of gradients"]
    G2 --> AR
    G3 --> AR
    AR --> UPD["The same step everywhere"]
  end
  subgraph PP["Stages of the model"]
    IN["Micro-batches"] --> S1["GPU 1: layers 1-4"]
    S1 -- "activations" --> S2["GPU 2: layers 5-8"]
    S2 -- "activations" --> S3["GPU 3: layers 9-12"]
    S3 -- "gradients" --> S2
    S2 -- "gradients" --> S1
    S3 --> OUT["Loss"]
  end
""",
        """
Batch {Copies of the model}
part 1 {Copies of the model}
part 2 {Copies of the model}
part N {Copies of the model}
GPU 1: whole model {Copies of the model}
GPU 2: whole model {Copies of the model}
GPU N: whole model {Copies of the model}
All-reduce of gradients {Copies of the model}
The same step everywhere {Copies of the model}
Micro-batches {Stages of the model}
GPU 1: layers 1-4 {Stages of the model}
GPU 2: layers 5-8 {Stages of the model}
GPU 3: layers 9-12 {Stages of the model}
Loss {Stages of the model}
""",
        """
Batch -> part 1
Batch -> part 2
Batch -> part N
part 1 -> GPU 1: whole model
part 2 -> GPU 2: whole model
part N -> GPU N: whole model
GPU 1: whole model -> All-reduce of gradients
GPU 2: whole model -> All-reduce of gradients
GPU N: whole model -> All-reduce of gradients
All-reduce of gradients -> The same step everywhere
Micro-batches -> GPU 1: layers 1-4
GPU 1: layers 1-4 -> GPU 2: layers 5-8 : activations
GPU 2: layers 5-8 -> GPU 3: layers 9-12 : activations
GPU 3: layers 9-12 -> GPU 2: layers 5-8 : gradients
GPU 2: layers 5-8 -> GPU 1: layers 1-4 : gradients
GPU 3: layers 9-12 -> Loss
""",
        "Copies of the model\nStages of the model",
    ),
    _case(
        "serving",
        """
flowchart TD
  M["Trained model"] --> D1{"On the device, or without a network?"}
  D1 -- yes --> ED["Edge: small, quantised, updated over the air"]
  D1 -- no --> D2{"Does somebody wait for the answer?"}
  D2 -- yes --> ON["Online: replicas behind a balancer"]
  D2 -- no --> D3{"Does the input never end?"}
  D3 -- yes --> ST["Streaming: bounded lag"]
  D3 -- no --> BA["Batch: large and cheap"]
""",
        """
Trained model
On the device, or without a network?
Edge: small, quantised, updated over the air
Does somebody wait for the answer?
Online: replicas behind a balancer
Does the input never end?
Streaming: bounded lag
Batch: large and cheap
""",
        """
Trained model -> On the device, or without a network?
On the device, or without a network? -> Edge: small, quantised, updated over the air : yes
On the device, or without a network? -> Does somebody wait for the answer? : no
Does somebody wait for the answer? -> Online: replicas behind a balancer : yes
Does somebody wait for the answer? -> Does the input never end? : no
Does the input never end? -> Streaming: bounded lag : yes
Does the input never end? -> Batch: large and cheap : no
""",
    ),
    _case(
        "lifecycle",
        """
stateDiagram-v2
  [*] --> Frame
  Frame: Say what is wanted
  Frame --> Data
  Data: Collect and label
  Train: Train, choose
  Validate: Validate and test
  Deploy: Canary, then all
  Monitor: Watch service and inputs
  Diagnose: Find the cause
  Data --> Train
  Train --> Validate
  Validate --> Deploy: gates passed
  Validate --> Train: fits badly
  Validate --> Data: leak found
  Deploy --> Monitor: promoted
  Deploy --> Validate: rolled back
  Monitor --> Monitor: healthy
  Monitor --> Diagnose: drift
  Diagnose --> Data: the world changed
  Diagnose --> Deploy: fault in a pipeline
  Diagnose --> Monitor: harmless
  Monitor --> [*]: retired
""",
        """
start
Say what is wanted
Collect and label
Train, choose
Validate and test
Canary, then all
Watch service and inputs
Find the cause
end
""",
        """
start -> Say what is wanted
Say what is wanted -> Collect and label
Collect and label -> Train, choose
Train, choose -> Validate and test
Validate and test -> Canary, then all : gates passed
Validate and test -> Train, choose : fits badly
Validate and test -> Collect and label : leak found
Canary, then all -> Watch service and inputs : promoted
Canary, then all -> Validate and test : rolled back
Watch service and inputs -> Watch service and inputs : healthy
Watch service and inputs -> Find the cause : drift
Find the cause -> Collect and label : the world changed
Find the cause -> Canary, then all : fault in a pipeline
Find the cause -> Watch service and inputs : harmless
Watch service and inputs -> end : retired
""",
    ),
    _case(
        "cluster",
        """
flowchart TB
  subgraph CP["Control plane"]
    API["API server"] --- ETCD[("etcd")]
    SCH["scheduler"] --- API
    KCM["controllers and HPA"] --- API
  end
  VPA["VPA"] -- "requests" --> API
  CA["Cluster autoscaler"] -- "reads pending pods" --> API
  CA -- "resizes" --> CLOUD["Cloud API"]
  subgraph GP["GPU pool"]
    DP["device plugin"]
    TR["training pods"]
    INF["inference pods"]
  end
  subgraph CPU["CPU pool"]
    PRE["preprocessing pods"]
    FE["feature pods"]
  end
  KCM -- "number of replicas" --> INF
  API --> GP
  API --> CPU
  CLOUD --> GP
  CLOUD --> CPU
""",
        """
API server {Control plane}
etcd {Control plane}
scheduler {Control plane}
controllers and HPA {Control plane}
VPA
Cluster autoscaler
Cloud API
device plugin {GPU pool}
training pods {GPU pool}
inference pods {GPU pool}
preprocessing pods {CPU pool}
feature pods {CPU pool}
""",
        """
API server -- etcd
scheduler -- API server
controllers and HPA -- API server
VPA -> API server : requests
Cluster autoscaler -> API server : reads pending pods
Cluster autoscaler -> Cloud API : resizes
controllers and HPA -> inference pods : number of replicas
API server -> GPU pool
API server -> CPU pool
Cloud API -> GPU pool
Cloud API -> CPU pool
""",
        "Control plane\nGPU pool\nCPU pool",
    ),
    _case("empty", "flowchart TD", ""),
    _case("one", "graph TD\n A[A single step]", "A single step"),
    _case("chain", "flowchart LR\n A --> B --> C --> D", "A\nB\nC\nD", "A -> B\nB -> C\nC -> D"),
    _case(
        "upwards",
        "flowchart BT\n A[Ground] --> B[First floor] --> C[Roof]",
        "Ground\nFirst floor\nRoof",
        "Ground -> First floor\nFirst floor -> Roof",
    ),
    _case("leftwards", "flowchart RL\n A[One] -- then --> B[Two]", "One\nTwo", "One -> Two : then"),
    _case(
        "cycle",
        "flowchart TD\n A[Plan] --> B[Do] --> C[Check] --> D[Act] --> A",
        "Plan\nDo\nCheck\nAct",
        "Plan -> Do\nDo -> Check\nCheck -> Act\nAct -> Plan",
    ),
    _case(
        "labelled-cycle",
        "flowchart LR\n A[Draft] -- submit --> B[Review]\n B -- changes asked --> A\n B -- approve --> C[Merged]",
        "Draft\nReview\nMerged",
        "Draft -> Review : submit\nReview -> Draft : changes asked\nReview -> Merged : approve",
    ),
    _case(
        "loops",
        "flowchart TD\n A[Poll] --> A\n A -- found --> B[Work]\n B -- retry --> B\n B -.-> B",
        "Poll\nWork",
        "Poll -> Poll\nPoll -> Work : found\nWork -> Work : retry\nWork ..> Work",
    ),
    _case(
        "loops-sideways",
        "flowchart LR\n A[Poll] --> A\n A -- found --> B[Work]\n B -- retry --> B",
        "Poll\nWork",
        "Poll -> Poll\nPoll -> Work : found\nWork -> Work : retry",
    ),
    _case(
        "two-components",
        "flowchart TD\n A[Left] --> B[Below left]\n C[Right] --> D[Below right]\n E[Alone]",
        "Left\nBelow left\nRight\nBelow right\nAlone",
        "Left -> Below left\nRight -> Below right",
    ),
    _case(
        "parallel-edges",
        "flowchart TD\n A[Client] -- request --> B[Server]\n A -- heartbeat --> B\n B -- reply --> A\n A --> B",
        "Client\nServer",
        "Client -> Server : request\nClient -> Server : heartbeat\nServer -> Client : reply\nClient -> Server",
    ),
    _case(
        "many-to-many",
        "flowchart TD\n A & B --> C & D",
        "A\nB\nC\nD",
        "A -> C\nA -> D\nB -> C\nB -> D",
    ),
    _case(
        "all-links",
        """
flowchart TD
  A --> B
  B --- C
  C -.-> D
  D ==> E
  E --x F
  F --o G
  G <--> H
  H x--x I
  I o--o J
  J -.- K
  K === L
  L <-.-> M
  M -. said .-> N
  N == loud ==> O
  O -- quiet --- P
  P --text--> Q
  Q -->|piped| R
  R ----> S
  S ~~~ T
""",
        "\n".join("ABCDEFGHIJKLMNOPQRST"),
        """
A -> B
B -- C
C ..> D
D ==> E
E -x F
F -o G
G <-> H
H x-x I
I o-o J
J .. K
K == L
L <..> M
M ..> N : said
N ==> O : loud
O -- P : quiet
P -> Q : text
Q -> R : piped
R -> S
""",
    ),
    _case(
        "few-links",
        "flowchart LR\n A[Web] -.-> B[Log]\n A ==> C[Shop]\n A --x D[Bank]\n C <--> D\n C --- E[Cache]",
        "Web\nLog\nShop\nBank\nCache",
        "Web ..> Log\nWeb ==> Shop\nWeb -x Bank\nShop <-> Bank\nShop -- Cache",
    ),
    _case(
        "shapes",
        """
flowchart TD
  a[rectangle] --> b(round) --> c([stadium]) --> d[[subroutine]]
  a --> e[(cylinder)] --> f((circle)) --> g>flag] --> h{diamond}
  a --> i{{hexagon}} --> j[/right/] --> k[\\left\\] --> l[/up\\]
  a --> m[\\down/] --> n(((double))) --> o@{ shape: cyl, label: "named" }
""",
        """
rectangle
round
stadium
subroutine
cylinder
circle
flag
diamond
hexagon
right
left
up
down
double
named
""",
        """
rectangle -> round
round -> stadium
stadium -> subroutine
rectangle -> cylinder
cylinder -> circle
circle -> flag
flag -> diamond
rectangle -> hexagon
hexagon -> right
right -> left
left -> up
rectangle -> down
down -> double
double -> named
""",
    ),
    _case(
        "nested",
        """
flowchart TD
  U[User] --> LB
  subgraph R["Region"]
    LB[Balancer] --> W1
    LB --> W2
    subgraph Z1["Zone a"]
      W1[Worker one] --> DB[(Store)]
    end
    subgraph Z2["Zone b"]
      W2[Worker two]
    end
    W2 --> DB
  end
  DB --> X[Backup]
""",
        """
User
Balancer {Region}
Worker one {Zone a}
Store {Zone a}
Worker two {Zone b}
Backup
""",
        """
User -> Balancer
Balancer -> Worker one
Balancer -> Worker two
Worker one -> Store
Worker two -> Store
Store -> Backup
""",
        "Region\nZone a {Region}\nZone b {Region}",
    ),
    _case(
        "edges-to-groups",
        """
flowchart LR
  A[Gateway] --> S
  subgraph S["Service"]
    B[Handler] --> C[Queue]
  end
  S -- events --> D[Audit]
  subgraph T["Storage"]
    E[Disk]
  end
  S --> T
""",
        "Gateway\nHandler {Service}\nQueue {Service}\nAudit\nDisk {Storage}",
        "Gateway -> Service\nHandler -> Queue\nService -> Audit : events\nService -> Storage",
        "Service\nStorage",
    ),
    _case(
        "own-direction",
        """
flowchart TD
  A[Start] --> G
  subgraph G["Pipeline"]
    direction LR
    P[Parse] --> Q[Plan] --> R[Run]
  end
  G --> Z[Stop]
""",
        "Start\nParse {Pipeline}\nPlan {Pipeline}\nRun {Pipeline}\nStop",
        "Start -> Pipeline\nParse -> Plan\nPlan -> Run\nPipeline -> Stop",
        "Pipeline",
    ),
    _case(
        "notes",
        """
stateDiagram-v2
  direction LR
  [*] --> Idle
  Idle --> Busy : request
  Busy --> Idle : done
  note right of Idle : Costs nothing
  note left of Busy
    Holds a GPU,
    so keep it short.
  end note
""",
        "start\nIdle\nBusy",
        "start -> Idle\nIdle -> Busy : request\nBusy -> Idle : done",
        "",
        "Idle: Costs nothing\nBusy: Holds a GPU, so keep it short.",
    ),
    _case(
        "composite",
        """
stateDiagram-v2
  [*] --> Active
  state "Being served" as Active {
    [*] --> Prefill
    Prefill --> Decode
    Decode --> Decode : next token
    Decode --> [*]
  }
  Active --> Done : end of text
  Done --> [*]
""",
        """
start
start {Being served}
Prefill {Being served}
Decode {Being served}
end {Being served}
Done
end
""",
        """
start -> Being served
start -> Prefill
Prefill -> Decode
Decode -> Decode : next token
Decode -> end
Being served -> Done : end of text
Done -> end
""",
        "Being served",
    ),
    _case(
        "nested-states",
        """
stateDiagram-v2
  state Outer {
    state Inner {
      a --> b
    }
    Inner --> c
  }
  Outer --> d
""",
        "a {Inner}\nb {Inner}\nc {Outer}\nd",
        "a -> b\nInner -> c\nOuter -> d",
        "Outer\nInner {Outer}",
    ),
    _case(
        "regions",
        """
stateDiagram-v2
  state Serving {
    Waiting --> Running
    --
    Warm --> Cold
  }
""",
        "Waiting {region 1}\nRunning {region 1}\nWarm {region 2}\nCold {region 2}",
        "Waiting -> Running\nWarm -> Cold",
        "Serving\nregion 1 {Serving}\nregion 2 {Serving}",
    ),
    _case(
        "fork-join-choice",
        """
stateDiagram-v2
  state split <<fork>>
  state meet <<join>>
  state which <<choice>>
  [*] --> split
  split --> Tokenise
  split --> Check
  Tokenise --> meet
  Check --> meet
  meet --> which
  which --> Fast : short
  which --> Slow : long
""",
        "start\nfork\njoin\nchoice\nTokenise\nCheck\nFast\nSlow",
        """
start -> fork
fork -> Tokenise
fork -> Check
Tokenise -> join
Check -> join
join -> choice
choice -> Fast : short
choice -> Slow : long
""",
    ),
    _case(
        "long-labels",
        """
flowchart TD
  A["A request arrives at the gateway, which checks who calls"] --> B
  B["The scheduler puts it into a batch with room"] -- "as soon as its cache has room" --> C
  C["The model reads the whole prompt at once"]
""",
        """
A request arrives at the gateway, which checks who calls
The scheduler puts it into a batch with room
The model reads the whole prompt at once
""",
        """
A request arrives at the gateway, which checks who calls -> The scheduler puts it into a batch with room
The scheduler puts it into a batch with room -> The model reads the whole prompt at once : as soon as its cache has room
""",
    ),
    _case(
        "long-word",
        "flowchart LR\n A[Donaudampfschifffahrtsgesellschaftskapitaen] --> B[nvidia.com/gpu.product.with.a.long.name]",
        "Donaudampfschifffahrtsgesellschaftskapitaen\nnvidia.com/gpu.product.with.a.long.name",
        "Donaudampfschifffahrtsgesellschaftskapitaen -> nvidia.com/gpu.product.with.a.long.name",
    ),
    _case(
        "chinese",
        "flowchart TD\n A[梯度检查点] -- 减少显存 --> B[重新计算前向传播的激活值]\n B --> C[反向传播 backward]",
        "梯度检查点\n重新计算前向传播的激活值\n反向传播 backward",
        "梯度检查点 -> 重新计算前向传播的激活值 : 减少显存\n重新计算前向传播的激活值 -> 反向传播 backward",
    ),
    _case(
        "brackets-and-quotes",
        "flowchart TD\n"
        ' A["x[0] is f(y)"] -- "say #quot;go#quot;" --> B["{a; b} | c"]\n'
        ' B -->|"(maybe)"| C["R&amp;D &lt;fast&gt;"]',
        "x[0] is f(y)\n{a; b} | c\nR&D <fast>",
        'x[0] is f(y) -> {a; b} | c : say "go"\n{a; b} | c -> R&D <fast> : (maybe)',
    ),
    _case(
        "arrows-in-labels",
        'flowchart TD\n A["prompt → tokens"] -- "1 ─► 2" --> B["│ bar │"]\n B --> C["[Group] • x ↺"]',
        "prompt → tokens\n│ bar │\n[Group] • x ↺",
        "prompt → tokens -> │ bar │ : 1 ─► 2\n│ bar │ -> [Group] • x ↺",
    ),
    _case(
        "words-in-labels",
        'flowchart TD\n A["Fire leads to: smoke."] -- "a, labelled b" --> B["Group x; holds: y"]\n C["Note on z: q"]',
        "Fire leads to: smoke.\nGroup x; holds: y\nNote on z: q",
        "Fire leads to: smoke. -> Group x; holds: y : a, labelled b",
    ),
    _case(
        "escape",
        'flowchart TD\n A["red \x1b[31malert"] -- "\x07 bell" --> B["zero\u200bwidth \u202e turned"]',
        "red ␛[31malert\nzero<U+200B>width <U+202E> turned",
        "red ␛[31malert -> zero<U+200B>width <U+202E> turned : ␇ bell",
    ),
    _case(
        "markup",
        'flowchart TD\n A["`**bold** and *slanted*`"] --> B["first<br/>second"] --> C["<b>tag</b>"]\n'
        " classDef hot fill:#f00\n class A hot\n style B stroke:#333\n linkStyle 0 stroke:red\n"
        ' click A "https://example.org"\n A:::hot --> C\n %% a comment\n %%{init: {"theme": "dark"}}%%',
        "bold and slanted\nfirst second\ntag",
        "bold and slanted -> first second\nfirst second -> tag\nbold and slanted -> tag",
    ),
    _case(
        "same-labels",
        """
flowchart TD
  S[Split] --> A1[Worker]
  S --> A2[Worker]
  A1 --> E[Merge]
  A2 --> E
""",
        "Split\nWorker\nWorker\nMerge",
        "Split -> Worker\nSplit -> Worker\nWorker -> Merge\nWorker -> Merge",
    ),
    _case(
        "fan-out",
        "flowchart TD\n A[Bus] --> B[One] & C[Two] & D[Three] & E[Four] & F[Five] & G[Six]",
        "Bus\nOne\nTwo\nThree\nFour\nFive\nSix",
        "Bus -> One\nBus -> Two\nBus -> Three\nBus -> Four\nBus -> Five\nBus -> Six",
    ),
    _case(
        "fan-in",
        "flowchart LR\n A[North] & B[South] & C[East] --> D[Centre]\n D --> E[Out]",
        "North\nSouth\nEast\nCentre\nOut",
        "North -> Centre\nSouth -> Centre\nEast -> Centre\nCentre -> Out",
    ),
    _case(
        "skip",
        "flowchart TD\n A[One] --> B[Two] --> C[Three] --> D[Four]\n A --> D\n A -- far --> C",
        "One\nTwo\nThree\nFour",
        "One -> Two\nTwo -> Three\nThree -> Four\nOne -> Four\nOne -> Three : far",
    ),
    _case(
        "complete",
        "flowchart TD\n A --> B & C & D & E\n B --> C & D & E\n C --> D & E\n D --> E\n E --> A",
        "A\nB\nC\nD\nE",
        "A -> B\nA -> C\nA -> D\nA -> E\nB -> C\nB -> D\nB -> E\nC -> D\nC -> E\nD -> E\nE -> A",
    ),
    _case(
        "front-matter",
        "---\ntitle: How a token is made\n---\nflowchart LR; A[Read]-->B[Write];B-->C[Say]",
        "Read\nWrite\nSay",
        "Read -> Write\nWrite -> Say",
    ),
    _case(
        "into-a-group-from-both-sides",
        """
flowchart TD
  A[Above] --> X
  subgraph G["Middle"]
    X[Inside] --> Y[Deeper]
  end
  Y --> B[Below]
  B -- again --> X
""",
        "Above\nInside {Middle}\nDeeper {Middle}\nBelow",
        "Above -> Inside\nInside -> Deeper\nDeeper -> Below\nBelow -> Inside : again",
        "Middle",
    ),
    _case(
        "cicd",
        """
flowchart LR
  subgraph CI["Continuous integration"]
    C[Commit] --> T[Tests] --> I[Image]
  end
  I --> R[(Registry)]
  R --> S[Staging]
  S -- "smoke test passes" --> P[Production]
  S -- "fails" --> N[Tell the author]
  P -. metrics .-> M[Monitoring]
  M -- "alert" --> N
""",
        """
Commit {Continuous integration}
Tests {Continuous integration}
Image {Continuous integration}
Registry
Staging
Production
Tell the author
Monitoring
""",
        """
Commit -> Tests
Tests -> Image
Image -> Registry
Registry -> Staging
Staging -> Production : smoke test passes
Staging -> Tell the author : fails
Production ..> Monitoring : metrics
Monitoring -> Tell the author : alert
""",
        "Continuous integration",
    ),
)
