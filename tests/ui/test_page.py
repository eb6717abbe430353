"""The page of `aiinfra report`: safe markup, every chart with its words, and the look of it in a real browser."""

import itertools
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from aiinfra_study.core.report import SectionFigures
from aiinfra_study.ui.page import page
from aiinfra_study.ui.page.markup import el, prose, text

from .browser import Browser, NoBrowser, Page, opened
from .pages import TODAY, Log, blank, section, studied, told

SIZES = [(320, "light"), (390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]


# the markup


class Tree(HTMLParser):
    """Tags with their attributes, texts, and whether every tag is closed."""

    VOID = {"meta", "br"}

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def named(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]


@pytest.fixture(scope="module")
def rich() -> str:
    return page(studied())


def test_text_cannot_become_markup() -> None:
    assert text("<b>&\"'") == "&lt;b&gt;&amp;&quot;&#x27;"
    assert el("p", "<", title='" onload="x') == '<p title="&quot; onload=&quot;x">&lt;</p>'
    assert prose("`<b>` **</p>**") == "<code>&lt;b&gt;</code> <strong>&lt;/p&gt;</strong>"


def test_control_characters_are_gone_and_numbers_keep_their_sign() -> None:
    assert text("a\x00\x1b\u202eb") == "a␀␛&lt;U+202E&gt;b"
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", text("a\x00\x1b\u202eb\x85"))
    assert text("80 % of 5") == "80\xa0% of 5"


def test_a_hostile_bank_adds_no_element_and_no_attribute(rich: str) -> None:
    tree, tame = Tree(rich), Tree(page(studied(("One", "Two", "Three", "Four"))))
    assert not tree.open
    assert {tag for tag, _ in tree.tags} == {tag for tag, _ in tame.tags}
    names = {name for _, attributes in tree.tags for name in attributes}
    assert names == {name for _, attributes in tame.tags for name in attributes}
    assert not names & {"src", "onerror", "onload"}
    assert not {"script", "img", "link", "iframe", "object"} & {tag for tag, _ in tree.tags}
    assert any("<script>alert(1)</script>" in told for told in tree.texts)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", rich)


def test_the_page_stands_alone(rich: str) -> None:
    tree = Tree(rich)
    policy = next(meta for meta in tree.named("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'"
    links = [attributes["href"] for _, attributes in tree.tags if "href" in attributes]
    ids = [attributes["id"] for _, attributes in tree.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {f"#{identity}" for identity in ids} >= set(links)
    assert "url(" not in rich
    assert "@import" not in rich
    assert not re.search(r"https?://", rich)


def test_its_parts_are_landmarks_and_headings_in_order(rich: str) -> None:
    tree = Tree(rich)
    assert tree.named("html") == [{"lang": "en"}]
    for landmark in ("header", "nav", "main", "footer", "h1", "title"):
        assert len([tag for tag, _ in tree.tags if tag == landmark]) >= 1, landmark
    levels = [int(tag[1]) for tag, _ in tree.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    first = next(attributes for tag, attributes in tree.tags if tag == "a")
    assert first["href"] == "#main"


def test_every_chart_has_a_name_a_description_one_sentence_and_a_table(rich: str) -> None:
    figures = re.findall(r"<figure>.*?</figure>", rich, re.DOTALL)
    assert len(figures) == 6
    for figure in figures:
        tree = Tree(figure)
        drawn = [svg for svg in tree.named("svg") if svg.get("role") == "img"]
        assert len(drawn) == 1
        names = str(drawn[0]["aria-labelledby"]).split()
        assert [attributes["id"] for tag, attributes in tree.tags if tag in ("title", "desc") and attributes] == names
        assert len(tree.named("figcaption")) == len(tree.named("table")) == len(tree.named("details")) == 1
        caption = re.findall(r"<figcaption>(.*?)</figcaption>", figure)[0]
        assert caption.endswith(".")


def cells(source: str, caption: str) -> list[list[str]]:
    """The rows of a table by its caption."""
    table = re.findall(rf"<caption>{caption}</caption>.*?</table>", source.replace("\xa0", " "), re.DOTALL)[0]
    rows = re.findall(r"<tr>(.*?)</tr>", table)[1:]
    return [[re.sub("<.*?>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]


def test_scores_are_those_of_the_quizzes(rich: str) -> None:
    rows = cells(rich, "Scores by section with 90 % intervals")
    assert [row[1:3] for row in rows] == [["25 % (10–49 %) of 12", "75 % (51–90 %) of 12"]] * 3 + [
        ["25 % (10–49 %) of 12", "–"]
    ]
    assert rows[0][4] == "6 gained, 0 lost on 12 questions asked twice: unlikely to be luck"
    assert rows[0][5] == "0 % → 67 %"


def test_bars_are_as_long_as_mastery_says() -> None:
    report = studied(("One", "Two"))
    source = page(report)
    figures: list[SectionFigures] = [row.figures for row in report.chapters[0].begun]
    full = re.findall(r'<rect class="a" y="\d+" width="([\d.]+)%"', re.findall(r"course-1-mastery.*?</svg>", source)[0])
    assert [float(width) for width in full] == [
        pytest.approx(100 * (row.memory.later or 0), abs=0.01) for row in figures
    ]
    assert cells(source, "Mastery by section")[0][1] == f"{100 * (figures[0].memory.now or 0):.0f} %"


def test_days_and_weeks_are_told_as_counted(rich: str) -> None:
    report = studied()
    told = cells(rich, "Reviews by day")
    counted = sum(int(cell) for row in told for cell in row[1:] if cell)
    assert counted == sum(report.history.past.reviews.values())
    squares = re.findall(r"<title>(\d+) on ", rich)
    assert sorted(map(int, squares)) == sorted(report.history.past.reviews.values())
    due = cells(rich, "Cards due by day")
    assert [int(row[1]) for row in due] == [count for count in report.history.forecast.values() if count]


def test_somebody_who_has_done_nothing_is_welcomed_without_a_figure() -> None:
    source = page(blank())
    assert "nothing to measure" in source
    assert "aiinfra quiz section-1" in source
    body = re.sub(r"<style>.*?</style>", "", source, flags=re.DOTALL)
    assert "%" not in body
    assert "NaN" not in body
    assert "<svg" not in body


@pytest.mark.parametrize(("count", "more"), [(12, []), (13, ["1"]), (15, ["3"])])
def test_a_dozen_misconceptions_are_told_and_how_many_more_there_are(count: int, more: list[str]) -> None:
    report = studied(("One",))
    (chapter,) = report.chapters
    held = [(f"belief {number}", "contrast", 2) for number in range(count)]
    near = {address: near._replace(held=held) for address, near in chapter.near.items()}
    source = page(report._replace(chapters=[chapter._replace(near=near)])).replace("\xa0", " ")
    assert source.count("chosen 2 times") == 12
    assert re.findall(r"And (\d+) more, none chosen more often\.", source) == more


@pytest.mark.parametrize("desired", [0.7, 0.9, 0.97])
def test_the_goal_lies_on_the_scale_of_retention(desired: float) -> None:
    report = studied(("One",))
    drawn = page(report._replace(history=report.history._replace(desired=desired)))
    chart = re.findall(r"retention-points-title.*?</svg>", drawn)[0]
    places = {line: float(y) for line, y in re.findall(r'<line class="([gqz])" x2="100%" y1="([\d.]+)"', chart)}
    lowest = int(re.findall(r"axis begins at (\d+)", chart)[0]) / 100
    assert places["q"] == pytest.approx(10 + 150 * (1 - desired) / (1 - lowest), abs=0.01)
    assert places["g"] <= places["q"] <= places["z"]


def test_one_response_makes_no_percentage_of_its_own() -> None:
    log, of = Log(), section(1, "GPUs")
    log.respond(TODAY, of, "course/q1-0", "review", None, False)
    source = page(told(log, [of])._replace(step=("aiinfra review", "x")))
    assert "NaN" not in source
    assert "No card was reviewed a second time yet" in source.replace("\xa0", " ")
    assert "too few to tell" in source
    assert "No pre- or post-quiz is finished yet" in source


# in a browser


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    try:
        started = Browser(tmp_path_factory.mktemp("browser"))
    except NoBrowser as why:
        pytest.skip(f"no browser: report page not looked at ({why})")
    with started:
        yield started


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, rich: str) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(rich, encoding="utf-8")
    return path


OPEN = "document.querySelectorAll('details').forEach(d => d.open = true)"
# the lowest contrast of texts (and of the signs of charts) with what lies behind them, and where it is
CONTRAST = """(() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgb = colour => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = node => {
    for (let at = node; at; at = at.parentElement) {
      const found = rgb(getComputedStyle(at).backgroundColor);
      if (found[3] === 255) return found;
    }
    return [255, 255, 255, 255];
  };
  const ratio = (a, b) => {
    const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  };
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, parent = node.parentElement, style = getComputedStyle(parent);
    if (!node.data.trim() || !parent.getClientRects().length || parent.closest('title,desc')) continue;
    const svg = parent instanceof SVGElement, size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 700);
    const seen = ratio(rgb(svg ? style.fill : style.color), behind(parent));
    found.push([seen / (large ? 3 : 4.5), node.data.slice(0, 60)]);
  }
  for (const sign of document.querySelectorAll('svg .a, svg .w, svg .o, svg .f, svg .q')) {
    const style = getComputedStyle(sign), colour = sign.matches('.a') ? style.fill : style.stroke;
    found.push([ratio(rgb(colour), behind(sign.closest('svg'))) / 3, sign.outerHTML.slice(0, 60)]);
  }
  found.sort((a, b) => a[0] - b[0]);
  return [found.length, ...found.slice(0, 3)];
})()"""
# texts that reach out of the window (what scrolls within itself may)
OUTSIDE = """[...document.querySelectorAll('body *')].filter(node => {
  if (node.closest('.scroll, .skip, defs, title, desc') || !node.getClientRects().length) return false;
  const box = node.getBoundingClientRect();
  return box.width && (box.left < -0.5 || box.right > innerWidth + 0.5);
}).map(node => node.outerHTML.slice(0, 120))"""
# labels of charts that lie over one another
OVER = """[...document.querySelectorAll('figure > svg')].flatMap(svg => {
  const boxes = [...svg.querySelectorAll('text')].filter(t => t.getClientRects().length)
    .map(t => [t.getBoundingClientRect(), t.textContent]);
  return boxes.flatMap(([a, one], i) => boxes.slice(i + 1).filter(([b]) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 5 && b.top < a.bottom - 5
  ).map(([, other]) => one + ' / ' + other));
})"""
NAMELESS = """[...document.querySelectorAll('svg')].filter(svg => svg.getAttribute('aria-hidden') !== 'true' &&
  !svg.closest('[aria-hidden=true]') && !svg.parentElement.closest('svg[role=img]') &&
  !(svg.getAttribute('role') === 'img' && svg.getAttribute('aria-labelledby').split(' ')
    .every(id => document.getElementById(id)?.textContent.trim()))).map(svg => svg.outerHTML.slice(0, 80))"""
REACHABLE = "document.querySelectorAll('a[href], summary, [tabindex=\"0\"]').length"
FOCUSED = """(() => { const at = document.activeElement; if (!at || at === document.body) return null;
  const all = [...document.querySelectorAll('a[href], summary, [tabindex="0"]')];
  return [all.indexOf(at), getComputedStyle(at).outlineStyle, at.matches(':focus-visible')]; })()"""


def fits(shown: Page, width: int) -> None:
    assert shown.run("innerWidth") == width
    assert shown.run("document.documentElement.scrollWidth") <= width
    assert shown.run(OUTSIDE) == []


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_nothing_overflows_and_all_can_be_read(browser: Browser, written: Path, width: int, scheme: str) -> None:
    with opened(browser, written, width, scheme) as shown:
        fits(shown, width)
        shown.run(OPEN)
        fits(shown, width)
        looked_at, *lowest = shown.run(CONTRAST)
        assert looked_at > 300
        assert lowest[0][0] >= 1, lowest
        dark = shown.run("getComputedStyle(document.body).backgroundColor")
        assert (dark == "rgb(20, 24, 26)") == (scheme == "dark")
        assert shown.run(OVER) == []
        assert shown.run(NAMELESS) == []
        assert shown.requests == []
        assert shown.complaints == []


def test_every_control_is_reached_by_the_tab_key_and_shows_it(browser: Browser, written: Path) -> None:
    with opened(browser, written, 390) as shown:
        shown.run(OPEN)
        count = shown.run(REACHABLE)
        assert count > 15
        reached = []
        for _ in range(count):
            shown.tab()
            place, outline, visible = shown.run(FOCUSED)
            assert outline == "solid"
            assert visible
            reached.append(place)
        assert reached == list(range(count))


def test_on_paper_it_is_light_and_whole(browser: Browser, written: Path) -> None:
    with opened(browser, written, 720, "dark", "print") as shown:
        assert shown.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert shown.run("getComputedStyle(document.querySelector('nav')).display") == "none"
        assert shown.run(CONTRAST)[1][0] >= 1
        assert shown.run("document.documentElement.scrollWidth") <= 720


def test_a_page_without_figures_is_whole_too(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "blank.html"
    path.write_text(page(blank()), encoding="utf-8")
    with opened(browser, path, 320, "dark") as shown:
        fits(shown, 320)
        assert shown.run(CONTRAST)[1][0] >= 1
        assert shown.complaints == []


def test_what_a_browser_checks_can_fail(browser: Browser, written: Path, tmp_path: Path) -> None:
    """The measures above see a pale text, a wide element, a script and a picture from elsewhere."""
    source = written.read_text(encoding="utf-8")
    broken = source.replace("--dim:#566064", "--dim:#999", 1).replace(
        "</main>", "<div style='width:2000px'>x</div><script>1</script><img src='https://example.org/x.png'></main>"
    )
    path = tmp_path / "broken.html"
    path.write_text(broken, encoding="utf-8")
    with opened(browser, path, 390) as shown:
        assert shown.run(CONTRAST)[1][0] < 1
        assert any("2000px" in outside for outside in shown.run(OUTSIDE))
        assert shown.run("document.documentElement.scrollWidth") > 390
        assert any("Content Security Policy" in told for told in shown.complaints)
