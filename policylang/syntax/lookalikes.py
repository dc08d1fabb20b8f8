"""Tables of what is typed in place of something else: letters of other alphabets, symbols, months, contractions."""

_PAIRS = (
    # Cyrillic
    "\u0430a \u0435e \u043eo \u0440p \u0441c \u0443y \u0445x \u0456i \u0458j \u0455s \u0501d \u051bq \u051dw \u04bbh "
    "\u0410A \u0412B \u0415E \u041aK \u041cM \u041dH \u041eO \u0420P \u0421C \u0422T \u0425X \u0406I \u0408J \u0405S "
    # Greek
    "\u03b1a \u03bfo \u03c1p \u03bdv \u03b9i \u03c5u \u03bak \u03c7x \u03b5e \u0391A \u0392B \u0395E \u0396Z \u0397H "
    "\u0399I \u039aK \u039cM \u039dN \u039fO \u03a1P \u03a4T \u03a5Y \u03a7X "
    # Latin, dotless and others
    "\u0131i \u0261g \u0251a \u017fs"
)
LATIN = {pair[0]: pair[1] for pair in _PAIRS.split()}
"""Letters that look like one of ours."""
LATIN |= {chr(0xFF21 + place): chr(65 + place) for place in range(26)}
LATIN |= {chr(0xFF41 + place): chr(97 + place) for place in range(26)}
LATIN |= {chr(0xFF10 + place): chr(48 + place) for place in range(10)}

SYMBOLS = {
    "=": "is", "==": "is", "===": "is", "!=": "is not", "<>": "is not", "\u2260": "is not", "!==": "is not",
    ">=": "is at least", "=>": "is at least", "\u2265": "is at least", "<=": "is at most", "=<": "is at most",
    "\u2264": "is at most", ">": "is more than", "<": "is less than", "&": "and", "&&": "and", "\u2227": "and",
    "|": "or", "||": "or", "\u2228": "or", "!": "not", "\u00ac": "not", "->": "", "\u21d2": "", "\u2192": "", "+": "",
    "~": "", "^": "",
}  # fmt: skip
"""Symbols, and the words that say the same; empty where there are none."""

SIGNS = {
    "[": "a list has no brackets",
    "]": "a list has no brackets",
    "{": "blocks are made by indentation",
    "}": "blocks are made by indentation",
    "%": "a number stands alone; its unit is said in the type: `number in percent`",
    "$": "a number stands alone; its unit is said in the type: `number in dollars`",
    "\u20ac": "a number stands alone; its unit is said in the type: `number in euros`",
    "\u00a3": "a number stands alone; its unit is said in the type: `number in pounds`",
    "\u00a7": 'only in texts: `cites "\u00a7 3"`',
    "\ufffd": "a character that could not be read",
    "?": 'a question stands in a text: `asks "\u2026?"`',
    "@": "only in texts and comments",
    "\\": "only in texts and comments",
}
"""Other signs, and a few words about each."""

CONTRACTIONS = {
    "isn't": "is not", "aren't": "are not", "doesn't": "does not", "don't": "do not", "can't": "can not",
    "it's": "it is", "there's": "there is", "mustn't": "must not", "won't": "will not",
}  # fmt: skip
"""Words with an apostrophe, written out."""

_MONTH_NAMES = "january february march april may june july august september october november december".split()
MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
"""Months by their names and abbreviations."""
