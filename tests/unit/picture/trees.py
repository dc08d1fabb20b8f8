"""Trees for the tests of pictures: a small one that can be read, generated ones, and names that mean harm."""

from xml.etree import ElementTree as ET

from hypothesis import strategies as st

from policylang.picture.model import Branch, Leaf, Question, Tree

SMALL = Tree(
    title="Code of Conduct",
    subtitle="on 2024-06-10, edition corrected",
    root=0,
    nodes={
        0: Question(0, "service", "", (Branch("azure_openai", 1), Branch("anything else", 5))),
        1: Question(1, "operator.kind", "Who uses the service?", (Branch("police", 2), Branch("anything else", 4))),
        2: Question(2, "operator.country", "", (Branch("united_states", 3), Branch("anything else", 4))),
        3: Leaf(3, "prohibited", "Prohibited", ("by us_police, identity", "duties: review")),
        4: Leaf(4, "undetermined", "Undetermined", ("a human judges",)),
        5: Leaf(5, "impossible", "Cannot be"),
        6: Leaf(6, "permitted", "nothing leads here"),
    },
)
"""Two branches lead to node 4, none to node 6."""

HOSTILE = (
    '"><script>alert(1)</script>',
    "two\nlines\r\nand\ttabs",
    "`ticks` and 'quotes' and \"more\"",
    "]]> --> <!-- & &amp; &#60; #35; #quot;",
    "%%{init: {'theme':'x'}}%%; end\\",
    "---\ntitle: other\n---",
    '\\\\" \\n \\',
    "\u202egnippilf\u202c \u200b\ufeff",
    "\u0634\u0631\u0637\u0629 \u05de\u05e9\u05d8\u05e8\u05d4",
    "\u4eba\u8138\u8bc6\u522b\u7cfb\u7edf" * 9,
    "\x00\x1b[31m\x7f\ud800\ufffe",
    "e\u0301" * 80,
    "a_very_long_name_" * 20,
    "x" * 900,
    ", ".join(f"value_{number}" for number in range(90)),
    "1. one",
    "_mean_ *it* - so",
    "",
    "   ",
)
"""Texts that a writer must neither obey nor trip over."""

_WORDS = ("yes", "no", "anything else", "less than 18", "municipal_police, county_sheriff, state_police", "drone")
_FACTS = ("service", "operator.kind", "camera.environment", "functions include verification", "timing")
_OUTCOMES = ("permitted", "prohibited", "undetermined", "impossible")
_LINES = ("by us_police_face_recognition, identity", "duties: review_of_matches", "no clause speaks of it")


@st.composite
def trees(draw: st.DrawFn, *, most: int = 12, hostile: bool = False) -> Tree:
    """Return trees with shared nodes: a branch leads to any node with a greater key."""

    def words(*usual: str) -> st.SearchStrategy[str]:
        return st.sampled_from(HOSTILE if hostile else usual)

    count = draw(st.integers(1, most))
    questions = draw(st.integers(0, count - 1))
    nodes: dict[int, Question | Leaf] = {}
    for key in range(count):
        if key < questions:
            branch = st.builds(Branch, words(*_WORDS), st.integers(key + 1, count - 1))
            ways = draw(st.lists(branch, min_size=1, max_size=5))
            asks = draw(words("", "Who uses the service?"))
            nodes[key] = Question(key, draw(words(*_FACTS)), asks, tuple(ways))
        else:
            lines = draw(st.lists(words(*_LINES), max_size=3))
            nodes[key] = Leaf(key, draw(st.sampled_from(_OUTCOMES)), draw(words("Prohibited")), tuple(lines))
    return Tree(draw(words("A policy")), draw(words("on a day")), 0, nodes)


def turned(tree: Tree) -> Tree:
    """Return the same tree with its nodes kept in another order."""
    return tree._replace(nodes={key: tree.nodes[key] for key in reversed(list(tree.nodes))})


def parsed(text: str) -> ET.Element:
    """Return a text of our own making as XML."""
    return ET.fromstring(text.encode())  # noqa: S314 - what is dangerous in XML is what it must not have


def harmful() -> Tree:
    """Return a tree in which every text means harm."""
    nodes: dict[int, Question | Leaf] = {}
    for index, text in enumerate(HOSTILE):
        nodes[index] = Question(index, text, text, (Branch(text, index + 1), Branch(text, 100 + index)))
        nodes[100 + index] = Leaf(100 + index, "prohibited", text, (text, text))
    nodes[len(HOSTILE)] = Leaf(len(HOSTILE), text, "the last")
    return Tree("\n".join(HOSTILE), HOSTILE[0], 0, nodes)


def ladder(steps: int) -> Tree:
    """Return a tree of so many questions in a row, each with a way out to one leaf that all share."""
    nodes: dict[int, Question | Leaf] = {
        step: Question(step, f"fact_{step}", "", (Branch("yes", step + 1), Branch("no", -1))) for step in range(steps)
    }
    return Tree("Ladder", "", 0, {**nodes, steps: Leaf(steps, "permitted", "Yes"), -1: Leaf(-1, "prohibited", "No")})
