"""How a diagnostic is shown: exact texts, and what no file may do to the terminal."""

import re
import time
import unicodedata

import pytest
from hypothesis import given, strategies as st

from policylang.diagnostics.model import Diagnostic, Edit, Help, Label
from policylang.diagnostics.text import WIDEST, columns, plain, render, report, summary, visible
from policylang.source import NOWHERE, Place, Source, Span

ADS = Source("terms/ads.pol", "\n" * 13 + "clause minors_ads\n" + "\n" * 7 + "clause partner_ads\n    prohibits\n")


def at(source: Source, text: str) -> Place:
    """Return the place of the first occurrence of a text."""
    start = source.text.index(text)
    return Place(source, Span(start, start + len(text)))


def before(source: Source, text: str) -> Place:
    """Return the empty place before the first occurrence of a text."""
    start = source.text.index(text)
    return Place(source, Span(start, start))


def one(source: Source, text: str, words: str = "", **more: object) -> str:
    """Return the rendering of an error with a primary label under a text, without its first line."""
    diagnostic = Diagnostic("P0101", "wrong", Label(at(source, text), words), **more)  # type: ignore[arg-type]
    return plain(render(diagnostic)).split("\n", 1)[1]


def test_the_sample_of_the_style_guide() -> None:
    """Primary and secondary places, a note, and a help with the line that it adds."""
    diagnostic = Diagnostic(
        "P0501",
        "two clauses decide the same case differently",
        Label(at(ADS, "minors_ads"), "prohibits it"),
        (Label(at(ADS, "partner_ads"), "permits it"),),
        ("for example: age is 17, content is advert, partner",),
        (Help("say which one prevails", Edit(before(ADS, "    prohibits"), "    despite minors_ads\n")),),
    )
    assert (
        plain(render(diagnostic))
        == """\
error[P0501]: two clauses decide the same case differently
  --> terms/ads.pol:14:8
   |
14 | clause minors_ads
   |        ^^^^^^^^^^ prohibits it
   ::: terms/ads.pol:22:8
22 | clause partner_ads
   |        ----------- permits it
   |
   = note: for example: age is 17, content is advert, partner
help: say which one prevails
   |
23 |     despite minors_ads
   |     ++++++++++++++++++
"""
    )


def test_roles_say_what_colour_could_show() -> None:
    """The pieces carry roles: severity, message, place, marks."""
    pieces = render(Diagnostic("P0801", "no citation", Label(at(ADS, "minors_ads"), "here"), severity="warning"))
    assert ("warning", "warning[P0801]") in pieces
    assert ("place", "terms/ads.pol:14:8") in pieces
    assert ("primary", "^^^^^^^^^^") in pieces
    assert ("source", " clause minors_ads") in pieces


def test_labels_on_one_line_share_it() -> None:
    """The words of the last mark stand beside it, those of the others below, each under its mark."""
    source = Source("a.pol", "when eats or drinks and on_carpet\n")
    others = (Label(at(source, "or"), "one word"), Label(at(source, "when"), "the condition"))
    assert (
        one(source, "and", "another", others=others)
        == """\
 --> a.pol:1:21
  |
1 | when eats or drinks and on_carpet
  | ----      --        ^^^ another
  | |         |
  | |         one word
  | the condition
"""
    )


def test_the_words_of_a_mark_left_of_another_stand_below() -> None:
    """Where the last mark is not the primary one, the primary words hang under their mark."""
    source = Source("a.pol", "eats or drinks\n")
    assert (
        one(source, "eats", "first", others=(Label(at(source, "drinks"), "second"),))
        == """\
 --> a.pol:1:1
  |
1 | eats or drinks
  | ^^^^    ------ second
  | |
  | first
"""
    )


def test_a_mark_inside_another_stays_visible() -> None:
    """The primary mark hides what it covers of a secondary one; both keep their words."""
    source = Source("a.pol", "eats or drinks\n")
    assert (
        one(source, "or", "this", others=(Label(at(source, "eats or drinks"), "in this"),))
        == """\
 --> a.pol:1:6
  |
1 | eats or drinks
  | -----^^-------
  | |    |
  | |    this
  | in this
"""
    )


def test_a_span_over_lines_shows_its_first_and_its_last() -> None:
    """Dots stand for the lines between; the words stand at the end."""
    source = Source("a.pol", "when any of\n    eats\n    drinks\n    talks\nunless away\n")
    assert (
        one(source, "any of\n    eats\n    drinks\n    talks", "never holds")
        == """\
 --> a.pol:1:6
  |
1 | when any of
  |      ^^^^^^
...
4 |     talks
  |     ^^^^^ never holds
"""
    )


def test_a_span_that_ends_with_a_line_break_ends_on_its_line() -> None:
    """The line after the break is not shown."""
    source = Source("a.pol", "when any of\n    eats\n")
    assert (
        one(source, "any of\n", "empty")
        == """\
 --> a.pol:1:6
  |
1 | when any of
  |      ^^^^^^ empty
"""
    )


def test_an_empty_span_is_one_mark() -> None:
    """At the end of a file the mark stands behind the last character."""
    source = Source("a.pol", "when")
    diagnostic = Diagnostic("P0101", "wrong", Label(Place(source, Span(4, 4)), "something is missing"))
    assert plain(render(diagnostic)).splitlines()[3:] == ["1 | when", "  |     ^ something is missing"]


def test_a_file_without_text_is_named_alone() -> None:
    """Where there is nothing to show, the name of the file and the words of the label stand."""
    diagnostic = Diagnostic("P0701", "cannot be read", Label(Place(Source("a.pol", ""), NOWHERE), "is a folder"))
    assert (
        plain(render(diagnostic))
        == """\
error[P0701]: cannot be read
 --> a.pol
  |
  = is a folder
"""
    )


def test_another_file_gets_its_own_place() -> None:
    """Labels in other files follow, each with the name of its file; the gutter fits the longest number."""
    other = Source("vocabulary/b.pol", "\n" * 99 + "fact eats: yes or no\n")
    assert (
        one(Source("a.pol", "fact eats: text\n"), "eats", others=(Label(at(other, "eats"), "first here"),))
        == """\
   --> a.pol:1:6
    |
  1 | fact eats: text
    |      ^^^^
    ::: vocabulary/b.pol:100:6
100 | fact eats: yes or no
    |      ---- first here
"""
    )


def test_edits_show_the_line_as_it_will_be() -> None:
    """Words put in are marked; several lines are shown; what is only taken away is shown as it is now."""
    source = Source("a.pol", "    when eats or drinks and talks\n")
    helps = (
        Help("say which", Edit(at(source, "eats or drinks and talks"), "any of\n        eats\n        drinks")),
        Help("delete it", Edit(at(source, " and talks"), "")),
        Help("not this", None),
    )
    assert (
        one(source, "or", helps=helps)
        == """\
 --> a.pol:1:15
  |
1 |     when eats or drinks and talks
  |               ^^
  |
help: say which
  |
1 |     when any of
  |          ++++++
2 |         eats
  |         ++++
3 |         drinks
  |         ++++++
help: delete it
  |
1 |     when eats or drinks and talks
  |                        ----------
help: not this
"""
    )


def test_a_change_of_blanks_is_marked_under_the_blanks() -> None:
    """Where only spaces are put in, the marks stand under them."""
    source = Source("a.pol", "\twhen eats\n")
    assert one(source, "\t", helps=(Help("use spaces", Edit(at(source, "\t"), "    ")),)).endswith(
        "help: use spaces\n  |\n1 |     when eats\n  | ++++\n"
    )


def test_long_edits_are_cut() -> None:
    """No more lines of an edit are shown than anybody reads."""
    source = Source("a.pol", "x\n")
    shown = one(source, "x", helps=(Help("much", Edit(at(source, "x"), "\n".join("abcdefghijklmnop"))),))
    assert shown.count("+") == 8


def test_notes_may_have_lines() -> None:
    """Further lines of a note or a help stand under its words."""
    source = Source("a.pol", "x\n")
    shown = one(source, "x", notes=("one\ntwo\n\nthree",), helps=(Help("do\nthis"),))
    assert shown.endswith("  |\n  = note: one\n          two\n\n          three\nhelp: do\n      this\n")


def test_tabs_and_wide_letters_are_counted() -> None:
    """A tab is four columns, a wide letter two, a combining accent none."""
    source = Source("a.pol", "\t日本 e\u0301te wrong\n")
    assert (
        one(source, "wrong", "here")
        == """\
 --> a.pol:1:10
  |
1 |     日本 e\u0301te wrong
  |              ^^^^^ here
"""
    )


@pytest.mark.parametrize("length", [121, 1_000_000])
@pytest.mark.parametrize("where", [0.0, 0.5, 1.0])
def test_long_lines_are_cut_around_the_mark(length: int, where: float) -> None:
    """Of a long line the mark and its surroundings are shown, with dots where it was cut."""
    start = int(where * (length - 5))
    source = Source("a.pol", "a" * start + "WRONG" + "a" * (length - 5 - start))
    shown = one(source, "WRONG", "here").splitlines()
    assert len(shown[2]) <= WIDEST + len("1 | ")
    assert "…" in shown[2]
    assert shown[2].index("WRONG") == shown[3].index("^^^^^ here")


def test_far_marks_on_a_long_line_are_shown_apart() -> None:
    """Marks that do not fit into one cut get a cut each."""
    source = Source("a.pol", "one" + " " * 1000 + "two")
    shown = one(source, "two", others=(Label(at(source, "one"), "first"),)).splitlines()
    assert [line[:4] for line in shown[2:]] == ["1 | ", "  | ", "1 | ", "  | "]
    assert shown[5] == "  | --- first"


def test_a_span_longer_than_a_line_is_cut() -> None:
    """A mark over a megabyte is shown as far as the cut reaches."""
    source = Source("a.pol", "a" * 1_000_000)
    diagnostic = Diagnostic("P0101", "wrong", Label(Place(source, Span(0, 1_000_000))))
    assert max(map(len, plain(render(diagnostic)).splitlines())) <= WIDEST + len("1 | ")


def test_long_sentences_are_cut() -> None:
    """A message that quotes a megabyte does not print it."""
    source = Source("a.pol" * 1000, "x")
    label = Label(at(source, "x"), "z" * 100_000)
    diagnostic = Diagnostic("P0201", f"unknown name `{'y' * 1_000_000}`", label, (), ("n" * 10_000,))
    assert len(plain(render(diagnostic))) < 4000


EVIL = "\x1b[31m\x07\x00\x9b\u202e\u2066\u200b\u200d\ufeff\u2028\u00ad\r\ud800"


def test_nothing_that_a_terminal_obeys_is_shown_raw() -> None:
    """Control characters, bidirectional and invisible marks are written out wherever they come from."""
    source = Source(EVIL, f"fact {EVIL}eats\n")
    diagnostic = Diagnostic(
        "P0103", EVIL, Label(at(source, "eats"), EVIL), (Label(at(source, "fact"), EVIL),), (EVIL,),
        (Help(EVIL, Edit(at(source, "eats"), f"drinks{EVIL}")),),
    )  # fmt: skip
    shown = plain(render(diagnostic))
    assert not [char for char in shown.replace("\n", "") if not char.isprintable()]
    assert "<U+202E>" in shown
    assert "<U+001B>[31m" in shown


@given(st.text())
def test_visible_text_has_no_hidden_characters(text: str) -> None:
    """Whatever the text, nothing of the Unicode categories for control and format is left."""
    assert not {unicodedata.category(char) for char in visible(text)} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


@given(
    st.text(max_size=40), st.text(min_size=1, max_size=10).filter(lambda word: "\n" not in word), st.text(max_size=400)
)
def test_marks_stand_under_their_word(head: str, word: str, tail: str) -> None:
    """Whatever stands around it, the columns before the marks are those before the word."""
    source = Source("a.pol", head + word + tail)
    diagnostic = Diagnostic("P0101", "wrong", Label(Place(source, Span(len(head), len(head) + len(word)))))
    lines = plain(render(diagnostic)).split("\n")
    number, marks = next((lines[i - 1], line) for i, line in enumerate(lines) if re.fullmatch(r" +\| +\^+", line))
    gutter = marks.index("|") + 2
    at_column = marks.index("^") - gutter
    shown = number[gutter:] + " " * 10
    cut = next(i for i in range(len(shown) + 1) if columns(shown[:i]) >= at_column)
    assert columns(shown[:cut]) == at_column
    assert shown[cut:].lstrip("…").startswith(visible(word).rstrip()[:1])


@given(st.text(max_size=60), st.integers(0, 70), st.integers(0, 70), st.text(max_size=20))
def test_any_span_and_any_edit_can_be_shown(text: str, start: int, end: int, replacement: str) -> None:
    """No span, not even one past the end, makes the renderer fail."""
    source = Source("a.pol", text)
    place = Place(source, Span(min(start, len(text)), min(max(start, end), len(text))))
    diagnostic = Diagnostic(
        "P0101", "wrong", Label(place, "x"), (Label(place),), (), (Help("y", Edit(place, replacement)),)
    )
    assert plain(render(diagnostic)).startswith("error[P0101]: wrong\n")


def test_a_fault_in_carriage_returns_is_shown() -> None:
    """A mark that lies past the line, which ends before its carriage returns, stands at its end."""
    source = Source("a.pol", "one\r\r\ntwo")
    shown = plain(render(Diagnostic("P0101", "wrong", Label(Place(source, Span(5, 5)), "here"))))
    assert shown.split("\n")[1:] == [" --> a.pol:1:6", "  |", "1 | one", "  |    ^ here", ""]


def test_the_summary_counts() -> None:
    """Errors, warnings and notes are counted, each in its number."""
    label = Label(at(ADS, "minors_ads"))
    error, warning = Diagnostic("P0101", "a", label), Diagnostic("P0801", "b", label, severity="warning")
    note = Diagnostic("P0404", "c", label, severity="note")
    assert summary([]) == "no errors, no warnings"
    assert summary([error, error, warning]) == "2 errors, 1 warning"
    assert summary([note]) == "1 note"
    assert plain(report([error])).endswith("^^^^^^^^^^\n\n1 error\n")


def test_a_thousand_marks_in_a_megabyte_are_fast() -> None:
    """Showing many faults of one long line does not take the time of the whole line for each."""
    source = Source("a.pol", "eats and drinks or " * 50_000)
    label = [Label(Place(source, Span(19 * number, 19 * number + 4)), "here") for number in range(0, 50_000, 500)]
    start = time.process_time()
    for each in label:
        render(Diagnostic("P0101", "wrong", each))
    assert time.process_time() - start < 2
