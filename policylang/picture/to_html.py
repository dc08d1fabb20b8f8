"""A tree as one HTML page that needs nothing else: the picture, a legend, and an outline that folds."""

from collections.abc import Iterator

from policylang.picture.letters import plain
from policylang.picture.markup import element, words
from policylang.picture.model import Branch, Leaf, Question, Tree
from policylang.picture.order import branches, depths, first_ways, shared_numbers
from policylang.picture.outcomes import LOOKS, Look, look
from policylang.picture.to_svg import CARD, FONT_FAMILY, FRAME, INK, LINE, PAPER, QUIET, frame, mark, to_svg

_MOST_UNFOLDED = 60
"""Nodes; a larger outline begins folded below its first levels."""

_LEVELS = 3
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_MEANINGS = {
    "prohibited": "a clause prohibits it",
    "permitted": "a clause permits it, or none prohibits it",
    "undetermined": "it depends on what is not known here",
    "impossible": "no case can be so",
}
_SHADES = {"paper": PAPER, "ink": INK, "quiet": QUIET, "line": LINE, "card": CARD, "frame": FRAME}
_STYLE = """
*{box-sizing:border-box}
html{color-scheme:light dark;-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:1.25rem;background:var(--paper);color:var(--ink);font:15px/1.45 FAMILY}
header,section{max-width:60rem}
h1{font-size:1.45rem;line-height:1.2;margin:0 0 .2rem;overflow-wrap:anywhere}
h2{font-size:1.05rem;margin:1.8rem 0 .6rem}
p{margin:0;color:var(--quiet);overflow-wrap:anywhere}
figure{margin:1.2rem 0;overflow-x:auto;border:1px solid var(--frame);border-radius:6px;width:fit-content;max-width:100%}
figure svg{display:block}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.4rem 1.4rem;margin:0;padding:0;color:var(--quiet)}
.legend li{display:flex;align-items:center;gap:.5rem}
.legend b{color:var(--ink)}
.legend svg,.leaf svg{flex:none}
.outline,.outline ul{list-style:none;margin:0;padding:0}
.outline ul{margin-left:.35rem;padding-left:1.1rem;border-left:1px solid var(--frame)}
.outline li{margin:.3rem 0;overflow-wrap:anywhere}
summary{cursor:pointer;padding:.1rem 0}
summary small{color:var(--quiet);margin-left:.35rem}
.answer{color:var(--ink)}
.answer::after{content:"\\2192";color:var(--quiet);margin:0 .1rem 0 .4rem}
.number{font-size:.8rem;color:var(--quiet);border:1px solid var(--frame);border-radius:1rem;padding:0 .4rem}
.leaf{display:inline-flex;gap:.4rem;vertical-align:top}
.leaf svg{width:18px;height:18px;margin-top:.15rem}
.leaf small{display:block;color:var(--quiet)}
a{color:inherit}
:target{outline:2px solid var(--line);outline-offset:3px;border-radius:3px}
@media (max-width:40rem){body{padding:.9rem}.outline ul{padding-left:.6rem}}
@media print{figure{overflow:visible;border:0}figure svg{max-width:100%;height:auto}}
"""


def to_html(tree: Tree) -> str:
    """Return the tree as a whole page; it runs no script and loads nothing."""
    head = [
        element("meta", {"charset": "utf-8"}),
        element("meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        words("title", tree.title),
        element("style", {}, _style()),
    ]
    body = [
        element("header", {}, [words("h1", tree.title), words("p", tree.subtitle)]),
        element("figure", {"tabindex": 0}, [to_svg(tree, heading=False).rstrip()]),
        element("section", {}, [words("h2", "Outcomes"), _legend()]),
        element("section", {}, [words("h2", "The same, as an outline"), _outline(tree)]),
    ]
    page = element("html", {"lang": "en"}, [element("head", {}, head), element("body", {}, body)])
    return f"<!DOCTYPE html>\n{page}\n"


def _style() -> str:
    light = "".join(f"--{name}:{shade.light};" for name, shade in _SHADES.items())
    dark = "".join(f"--{name}:{shade.dark};" for name, shade in _SHADES.items())
    shades = f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    return shades + _STYLE.replace("FAMILY", FONT_FAMILY)


def _legend() -> str:
    items = [
        element("li", {}, [_mark(looks), element("span", {}, [words("b", name), words("span", _MEANINGS[name])])])
        for name, looks in LOOKS.items()
    ]
    return element("ul", {"class": "legend"}, items)


def _mark(looks: Look) -> str:
    picture = [
        element("rect", {**frame(looks), "x": 1, "y": 1, "width": 20, "height": 20, "rx": 4}),
        element("g", {"transform": "translate(3 3)"}, [mark(looks)]),
    ]
    return element("svg", {"width": 22, "height": 22, "viewBox": "0 0 22 22", "aria-hidden": "true"}, picture)


# ---------------------------------------------------------------- the outline


def _outline(tree: Tree) -> str:
    """Return the nodes in each other, a shared one where it is met first; written from the deepest up."""
    numbers, depth, first = shared_numbers(tree), depths(tree), first_ways(tree)
    inner: dict[int, str] = {}
    for key in reversed(first):
        node = tree.nodes[key]
        answer = _answer(tree, first[key])
        if isinstance(node, Leaf):
            inner[key] = answer + _leaf(node, numbers.get(key))
            continue
        items = [
            inner.pop(branch.to) if first[branch.to] == (key, index) else _reference(branch, numbers[branch.to])
            for index, branch in enumerate(node.branches)
        ]
        unfolded = len(first) <= _MOST_UNFOLDED or depth[key] < _LEVELS
        summary = element("summary", {}, [answer, *_number(numbers.get(key)), *_asked(node)])
        attributes = {"id": f"node-{key}", **({"open": "open"} if unfolded else {})}
        inner[key] = element("details", attributes, [summary, _listed(items)])
    return element("div", {"class": "outline"}, [inner[tree.root]])


def _answer(tree: Tree, way: tuple[int, int] | None) -> str:
    """Return the label of the branch under which a node is met first; the first node has none."""
    if way is None:
        return ""
    return words("bdi", branches(tree.nodes[way[0]])[way[1]].label, {"class": "answer"}) + " "


def _reference(branch: Branch, number: int) -> str:
    """Return a branch to a node that stands elsewhere in the outline."""
    link = words("a", f"see {number}", {"href": f"#node-{branch.to}"})
    return words("bdi", branch.label, {"class": "answer"}) + " " + link


def _asked(node: Question) -> list[str]:
    return [words("b", node.asks), words("small", node.fact)] if node.asks.strip() else [words("b", f"{node.fact}?")]


def _listed(items: list[str]) -> str:
    return element("ul", {}, [element("li", {}, [item]) for item in items])


def _leaf(node: Leaf, number: int | None) -> str:
    below = [words("small", line) for line in node.lines if plain(line)]
    said = element("span", {}, [*_number(number), words("b", node.title), *below])
    return element("span", {"class": "leaf", "id": f"node-{node.key}"}, [_mark(look(node.outcome)), said])


def _number(number: int | None) -> Iterator[str]:
    if number is not None:
        yield words("span", str(number), {"class": "number"})
