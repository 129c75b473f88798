"""Vietnamese is complete, and says the same in every fragment."""

import re
import unicodedata

from tests.architecture.messages import entries, in_python, in_templates

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}|(?<!%)%[sd]")


def _vietnamese(entry):
    return entry.msgstr or entry.msgstr_plural.get(0, "")


def test_every_text_has_a_vietnamese_translation():
    known = {(entry.msgid, entry.msgctxt or "") for _fragment, entry in entries() if _vietnamese(entry)}
    missing = [
        f"{message.place}: {message.text!r}"
        for message in [*in_python(), *in_templates()]
        if message.text and (message.text, message.context) not in known
    ]
    assert missing == []


def test_every_text_in_the_code_is_a_literal():
    # `_(variable)` is translated only if the text stands elsewhere as a literal; config's name for lazy texts is fine
    assert [message.place for message in in_python() if not message.text] == []


def test_two_fragments_do_not_translate_one_text_differently():
    seen, different = {}, []
    for fragment, entry in entries():
        first = seen.setdefault((entry.msgid, entry.msgctxt), (fragment, _vietnamese(entry)))
        if first[1] != _vietnamese(entry):
            different.append(f"{entry.msgid!r}: {first[0]} says {first[1]!r}, {fragment} says {_vietnamese(entry)!r}")
    assert different == []


def test_the_placeholders_of_text_and_translation_are_the_same():
    wrong = [
        f"{fragment}: {entry.msgid!r}"
        for fragment, entry in entries()
        if _vietnamese(entry)
        and {match[0] for match in PLACEHOLDER.finditer(_vietnamese(entry))}
        - {match[0] for match in PLACEHOLDER.finditer(entry.msgid + entry.msgid_plural)}
    ]
    assert wrong == []


def test_translations_are_in_normal_form_c():
    # A decomposed letter looks right and is found by no search
    odd = [entry.msgid for _fragment, entry in entries() if unicodedata.normalize("NFC", entry.msgstr) != entry.msgstr]
    assert odd == []
