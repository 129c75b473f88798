"""Each template compiles, is used, and extends a base."""

import re

import pytest
from django.template import engines

from tests.architecture.source import ROOT, python_files, templates

NAMES = [path.relative_to(ROOT / "templates").as_posix() for path in templates()]
PAGES = [name for name in NAMES if name.endswith(".html")]
# Shown without a frame: parts of pages, mails, and the page for the day nothing else works
FRAMELESS = re.compile(r"(^|/)(components|emails|email|elements|partials|layouts)/|(^|/)_[^/]+$|^errors/500\.html$")
INCLUDED = re.compile(r"""\{%\s*include\s+["']([^"']+)["']""")
BASES = re.compile(r"""\{%\s*extends\s+["']([^"']+)["']""")
# Looked up by allauth and Django under fixed names
FOREIGN = re.compile(r"^(account|mfa|usersessions|allauth|admin|django)/|^(400|403|403_csrf|404|500)\.html$")
# Parts chosen by a name that is put together at run time
COMPONENT_FIELD = re.compile(r"^components/(form_field|field|filters?|tables?|django)/")


def _source(name):
    return (ROOT / "templates" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_each_template_compiles(name):
    engines["django"].get_template(name)


@pytest.mark.parametrize("name", [name for name in PAGES if not FRAMELESS.search(name)])
def test_each_page_extends_a_base(name):
    if re.fullmatch(r"base[\w-]*\.html", name.rsplit("/", 1)[-1]):
        return
    if name in {part for page in NAMES for part in INCLUDED.findall(_source(page))}:
        return
    parent = BASES.search(_source(name))
    assert parent, "a page without a frame"
    assert re.search(r"base[\w-]*\.html$", parent[1]), f"extends {parent[1]}, which is no base"


def test_each_template_is_used():
    text = "\n".join(path.read_text(encoding="utf-8") for path in python_files())
    text += "\n".join(_source(name) for name in NAMES)
    unused = [
        name for name in NAMES if name not in text and not FOREIGN.search(name) and not COMPONENT_FIELD.search(name)
    ]
    assert unused == []


def test_no_template_carries_inline_script_or_style():
    # The content security policy refuses them, so they would fail silently in production; an import map cannot lie in a
    # file of its own, the tablet's page lets it in by its hash (tests/web/test_tablet.py)
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=.(?:application/json|importmap))|<style\b|\sstyle=|\son(?:click|change|submit|load)=",
        re.IGNORECASE,
    )
    guilty = [name for name in PAGES if inline.search(_source(name)) and not re.search(r"(^|/)emails?/", name)]
    assert guilty == []


def test_no_template_switches_escaping_off():
    unsafe = re.compile(r"\|\s*safe\b|autoescape\s+off")
    assert [name for name in PAGES if unsafe.search(_source(name))] == []


def test_a_part_that_posts_is_given_the_token():
    # `only` leaves the token behind: the form is there, and refused for whoever sends it from a browser
    including = re.compile(r"""\{%\s*include\s+["']([^"']+)["']([^%]*)%\}""")
    parts = {name: including.findall(_source(name)) for name in NAMES}
    posting = {name for name in NAMES if "csrf_token" in _source(name)}
    while more := {name for name, rows in parts.items() if posting & {part for part, _said in rows}} - posting:
        posting |= more
    forgotten = [
        (name, part)
        for name, rows in parts.items()
        for part, said in rows
        if part in posting and "only" in said.split() and "csrf_token=" not in said
    ]
    assert forgotten == []
