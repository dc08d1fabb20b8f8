"""Items of a text put in, put in place of others, taken out: the rest of the text stays as it is."""

from hypothesis import given, settings, strategies as st
from strategies import files, plain, policies

from policylang.source import Source
from policylang.syntax import tree
from policylang.syntax.edits import Edit, Identity, Site, edited, identity, items, sites, text_of
from policylang.syntax.from_text import parse
from policylang.syntax.to_text import to_text

POLICY = """# about all of it
policy p
    otherwise permitted

import words

fact a: yes or no

# why
# and why else
clause one
    "One"
    prohibits
    when a

part group
    "A group"
    permits

    # within
    clause two
        "Two"

        when not a

    clause three
        "Three"

example e
    a

scenario "It is so"
    given a
    expect prohibited
"""
LITERATE = """# A policy in prose

clause none
    is prose

```pol
policy p
    otherwise permitted
fact a: yes or no
```

And why:

```pol
clause one
    "One"
    prohibits
```

The end.
"""
NEW = 'clause new\n    "New"\n    permits'


def read(text: str, *, name: str = "p.pol") -> tuple[Source, tree.File]:
    """Return a text as a source, with its tree."""
    source = Source(name, text)
    file, faults = parse(source)
    assert [fault.message for fault in faults] == [], text
    return source, file


def changed(text: str, *edits: Edit, name: str = "p.pol") -> str:
    """Return a text with edits made, and see that each stands where it is said to."""
    source, file = read(text, name=name)
    result = edited(source, sites(source, file), edits)
    for edit, place in zip(edits, result.places, strict=True):
        there = result.text[place.start : place.end]
        assert [line.strip() for line in there.split("\n")] == [line.strip() for line in (edit.text or "").split("\n")]
    return result.text


def changed_text(text: str, *edits: Edit) -> str:
    """Return a text with edits made, wherever they stand in it now."""
    source, file = read(text)
    return edited(source, sites(source, file), edits).text


def names(text: str, *, name: str = "p.pol") -> list[str]:
    """Return the items of a text as they are called."""
    source, file = read(text, name=name)
    return [str(site.item) for site in sites(source, file)]


def clause(name: str) -> Identity:
    """Return which item a clause is."""
    return Identity("clause", name)


class TestIdentity:
    """Which item a text is."""

    def test_by_its_first_words(self) -> None:
        """The word that it begins with, and the name behind it, whatever follows."""
        assert identity("clause a_b") == ("clause", "a_b")
        assert identity("fact  a: yes or no") == ("fact", "a")
        assert identity("define police (p: party)\n    p.sworn") == ("define", "police")
        assert identity("import terms.words as w") == ("import", "terms.words")
        assert identity("incorporates terms.of_use") == ("incorporates", "terms.of_use")

    def test_a_scenario_by_its_title(self) -> None:
        """The title is told without its quotes."""
        assert identity('scenario "It is: so (really)"\n    given a') == ("scenario", "It is: so (really)")

    def test_a_header_by_its_name(self) -> None:
        """Every kind of file has a header; so no item is taken for one."""
        assert identity("policy terms.of_use\n    otherwise permitted") == ("header", "terms.of_use")
        assert identity("vocabulary words") == ("header", "words")
        assert identity("scenarios  for terms.of_use") == ("header", "terms.of_use")

    def test_what_begins_no_item_is_none(self) -> None:
        """Neither a line of a case, nor a word without a name, nor what is indented."""
        for text in ("", "clause", "clauses of", "operator.kind is police", "# clause a", " clause a", "scenarios of"):
            assert identity(text) is None, text

    def test_it_is_called_as_it_stands_in_a_file(self) -> None:
        """With its kind; a scenario with its quotes."""
        assert str(clause("a")) == "clause a"
        assert str(Identity("scenario", "It is so")) == 'scenario "It is so"'


class TestItems:
    """A text cut into its items."""

    def test_each_with_the_comments_above_it(self) -> None:
        """Comments above an item go with it; empty lines around it do not."""
        text = '\n# first\n\nfact a: yes or no\n# of b\nclause b\n    "B"\n\n    prohibits\n\n\nfact c: date\n'
        assert items(text) == (
            "# first\n\nfact a: yes or no",
            '# of b\nclause b\n    "B"\n\n    prohibits',
            "fact c: date",
        )

    def test_what_has_no_first_line_is_one(self) -> None:
        """A text that is indented all the way down is one, so that its errors are told; an empty one is none."""
        assert items('    "B"\n    prohibits') == ('    "B"\n    prohibits',)
        assert items("\n  \n") == ()


class TestSites:
    """Where the items of a file stand."""

    def test_headers_and_clauses_in_parts_are_items(self) -> None:
        """All are found, in the order of the file."""
        assert names(POLICY) == [
            "header", "import words", "fact a", "clause one", "part group", "clause two", "clause three", "example e",
            'scenario "It is so"',
        ]  # fmt: skip

    def test_the_lines_of_an_item_are_its_own(self) -> None:
        """From its first word to its last line, empty lines within included; at the margin even in a part."""
        source, file = read(POLICY)
        found = {str(site.item): text_of(source, site) for site in sites(source, file)}
        assert found["clause one"] == 'clause one\n    "One"\n    prohibits\n    when a'
        assert found["clause two"] == 'clause two\n    "Two"\n\n    when not a'
        assert found["header"] == "policy p\n    otherwise permitted"
        assert found["part group"].endswith('    clause three\n        "Three"')

    def test_in_a_literate_file_only_the_code_counts(self) -> None:
        """What reads like an item in the prose is none."""
        assert names(LITERATE, name="p.pol.md") == ["header", "fact a", "clause one"]

    def test_line_ends_of_another_kind_are_no_part_of_it(self) -> None:
        """The text of an item in a file with carriage returns has none."""
        source, file = read(POLICY.replace("\n", "\r\n"))
        found = {str(site.item): text_of(source, site) for site in sites(source, file)}
        assert found["clause two"] == 'clause two\n    "Two"\n\n    when not a'


class TestEdited:
    """A text with edits made."""

    def test_an_item_is_replaced_where_it_stands(self) -> None:
        """All other lines stay, the comments above it too."""
        text = changed(POLICY, Edit(clause("one"), 'clause one\n    "Other"\n    permits'))
        assert text == POLICY.replace('"One"\n    prohibits\n    when a\n', '"Other"\n    permits\n')

    def test_a_clause_in_a_part_is_indented_like_it(self) -> None:
        """The lines of the edit stand at the margin, those of the text where the clause stood."""
        text = changed(POLICY, Edit(clause("three"), 'clause three\n    "Third"\n\n    when a'))
        assert text == POLICY.replace('        "Three"\n', '        "Third"\n\n        when a\n')

    def test_an_item_is_taken_out_with_its_comments(self) -> None:
        """What stands around it stays; to take out what is not there changes nothing."""
        text = changed(POLICY, Edit(clause("one"), None))
        assert "why" not in text
        assert names(text) == [each for each in names(POLICY) if each != "clause one"]
        assert changed(POLICY, Edit(clause("none"), None)) == POLICY

    def test_a_clause_is_taken_out_of_its_part(self) -> None:
        """The part and its other clauses stay."""
        text = changed(POLICY, Edit(clause("two"), None))
        assert "within" not in text
        assert names(text) == [each for each in names(POLICY) if each != "clause two"]

    def test_a_new_item_goes_behind_those_of_its_kind(self) -> None:
        """A fact behind the facts, a clause behind the parts and clauses, a scenario at the end."""
        before = names(POLICY)
        for new, place in (
            (Edit(Identity("fact", "b"), "fact b: date"), 3),
            (Edit(clause("new"), NEW), 7),
            (Edit(Identity("edition", "e"), 'edition e "E" from 2024-01-01'), 2),
            (Edit(Identity("scenario", "Z"), 'scenario "Z"\n    given a\n    expect permitted'), 9),
        ):
            assert names(changed(POLICY, new)) == [*before[:place], str(new.item), *before[place:]]

    def test_several_are_made_at_once(self) -> None:
        """Each where it belongs, in whatever order they come."""
        edits = [
            Edit(Identity("scenario", "It is so"), None),
            Edit(clause("new"), NEW),
            Edit(Identity("fact", "b"), "fact b: date"),
            Edit(clause("one"), 'clause one\n    "Other"\n    permits'),
            Edit(clause("newer"), NEW.replace("new", "newer")),
        ]
        for made in (edits, edits[::-1]):
            text = changed(POLICY, *made)
            assert sorted(names(text)) == sorted(
                [*(each for each in names(POLICY) if "scenario" not in each), "fact b", "clause new", "clause newer"]
            )
            assert '"Other"' in text

    def test_of_a_part_and_a_clause_in_it_the_later_stands(self) -> None:
        """A part replaces a clause drafted before it, with all that is in it; one drafted after it stands in it."""
        two = Edit(clause("two"), 'clause two\n    "Drafted"\n    when a')
        group = Edit(
            Identity("part", "group"), 'part group\n    "Other"\n    permits\n\n    clause two\n        "In it"'
        )
        source, file = read(POLICY)
        part_last = edited(source, sites(source, file), [two, group])
        assert "Drafted" not in part_last.text
        assert "In it" in part_last.text
        gone, place = part_last.places
        assert gone.start == gone.end
        assert part_last.text[place.start : place.end] == group.text
        clause_last = edited(source, sites(source, file), [group, Edit(clause("one"), None), two])
        assert "Drafted" in clause_last.text
        assert "In it" not in clause_last.text
        around, _, within = clause_last.places
        assert around.start < within.start
        assert within.end <= around.end
        assert "Drafted" in clause_last.text[within.start : within.end]
        assert clause_last.text[around.start : around.end].startswith("part group")
        assert names(clause_last.text) == [each for each in names(POLICY) if each not in ("clause one", "clause three")]

    def test_a_clause_of_a_part_that_is_taken_out_goes_with_it(self) -> None:
        """Where the clause comes later, it stands by itself."""
        gone, two = Edit(Identity("part", "group"), None), Edit(clause("two"), 'clause two\n    "Two"\n    permits')
        assert not {"part group", "clause two"} & set(names(changed_text(POLICY, two, gone)))
        assert "clause two" in names(changed_text(POLICY, gone, two))

    def test_in_a_literate_file_the_prose_stays(self) -> None:
        """A new item goes into the block in which the last of its kind stands."""
        text = changed(LITERATE, Edit(clause("new"), NEW), name="p.pol.md")
        assert names(text, name="p.pol.md") == ["header", "fact a", "clause one", "clause new"]
        assert text.replace(f"\n\n{NEW}", "") == LITERATE

    def test_in_a_literate_file_with_only_its_header(self) -> None:
        """The block of the header takes the new item."""
        short = "# Prose\n\n```pol\npolicy p\n    otherwise permitted\n```\n\nclause in_prose\n"
        text = changed(short, Edit(clause("new"), NEW), name="p.pol.md")
        assert names(text, name="p.pol.md") == ["header", "clause new"]

    def test_a_file_without_a_line_end_takes_edits(self) -> None:
        """Whether an item is put in at its end, replaced there, or taken out."""
        short = POLICY.rstrip("\n")
        assert names(changed(short, Edit(Identity("scenario", "It is so"), None))) == names(POLICY)[:-1]
        new = Edit(Identity("scenario", "Z"), 'scenario "Z"\n    given a\n    expect permitted')
        assert names(changed(short, new)) == [*names(POLICY), 'scenario "Z"']

    def test_a_file_with_carriage_returns_takes_edits(self) -> None:
        """All lines that are not of the edit keep their ends."""
        windows = POLICY.replace("\n", "\r\n")
        text = changed(windows, Edit(clause("one"), 'clause one\n    "One"\n    prohibits\n    when a'))
        assert text.replace("\r", "") == POLICY
        assert names(changed(windows, Edit(clause("new"), NEW))) == names(changed(POLICY, Edit(clause("new"), NEW)))
        assert names(changed(windows, Edit(clause("two"), None))) == names(changed(POLICY, Edit(clause("two"), None)))


# ---------------------------------------------------------------- laws

HALF = settings(max_examples=settings().max_examples // 2)


def _alone(found: tuple[Site, ...]) -> list[Site]:
    """Return the sites of items that no other item is called like."""
    called = [site.item for site in found]
    return [site for site in found if called.count(site.item) == 1]


@given(files)
def test_an_item_is_known_by_its_own_text(file: tree.File) -> None:
    """The lines of each item say which one it is, as the tree does."""
    source, file = read(to_text(file))
    for site in sites(source, file):
        assert identity(text_of(source, site)) == site.item


@given(files, st.booleans())
def test_items_in_place_of_themselves_change_nothing(file: tree.File, is_windows: bool) -> None:  # noqa: FBT001 - drawn
    """Every item replaced by its own text, alone or all at once, gives the same tree; all other bytes stay."""
    text = to_text(file)
    source, file = read(text.replace("\n", "\r\n") if is_windows else text)
    found = sites(source, file)
    alone = _alone(found)
    edits = [Edit(site.item, text_of(source, site)) for site in alone]
    at_margin = [edit for edit, site in zip(edits, alone, strict=True) if not site.indent]
    for made in (*([each] for each in edits), at_margin):
        again = edited(source, found, made).text
        assert again.replace("\r", "") == text
        assert plain(read(again)[1]) == plain(file)


@HALF
@given(policies, st.sampled_from([NEW, "fact brand_new: date", 'duty brand_new "Do it"', "import brand.new"]))
def test_an_item_put_in_and_taken_out_leaves_the_tree(file: tree.File, new: str) -> None:
    """What is put in is one item more, and all others stay; without it the tree is as it was."""
    source, file = read(to_text(file))
    item = identity(new)
    assert item is not None
    with_it = edited(source, sites(source, file), [Edit(item, new)])
    (place,) = with_it.places
    assert with_it.text[: place.start].rstrip("\n") + with_it.text[place.end :] == source.text
    longer, file_with_it = read(with_it.text)
    assert [site.item for site in sites(longer, file_with_it)].count(item) == 1
    without_it = edited(longer, sites(longer, file_with_it), [Edit(item, None)])
    assert plain(read(without_it.text)[1]) == plain(file)


@HALF
@given(files, st.data())
def test_an_item_taken_out_is_gone_alone(file: tree.File, data: st.DataObject) -> None:
    """All other items stay, each with its own lines."""
    source, file = read(to_text(file))
    found = sites(source, file)
    single = [
        site for site in _alone(found)
        if site.item.kind != "header" and not any(site.indent and each.span.end == site.span.end for each in found
                                                  if each.item.kind == "part")
    ]  # fmt: skip
    if not single:
        return
    gone = data.draw(st.sampled_from(single))
    after, file_after = read(edited(source, found, [Edit(gone.item, None)]).text)
    within = [site for site in found if gone.span.start <= site.span.start < gone.span.end]
    left = [(site.item, text_of(source, site)) for site in found if site not in within]
    seen = [(site.item, text_of(after, site)) for site in sites(after, file_after)]
    if gone.indent:  # the part that it stood in has other lines now
        left, seen = ([each for each in some if each[0].kind != "part"] for some in (left, seen))
    assert seen == left
