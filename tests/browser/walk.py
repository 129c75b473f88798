"""Walks the pages as people do: signs in by the demo's buttons and follows links, one page per kind of page."""

import re
from collections.abc import Container, Iterator
from html import unescape
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext, Page

ROLES = (
    "inspector",
    "chief",
    "officer",
    "official",
    "auditor",
    "legal",
    "admin",
    "culture",
    "licensee",
    "preparer",
    "officer7",
)
START = ("/", "/desk/", "/dashboards/", "/accounts/password/change/", "/accounts/2fa/")
# whoever acts for a licensee has pages of their own, and no others
START_OF = dict.fromkeys(("licensee", "preparer"), ("/", "/my/", "/my/claims/", "/accounts/password/change/"))
LINK = re.compile(r'<a\b[^>]*?\shref="([^"]*)"')
LEFT_OUT = ("/admin/", "/api/", "/accounts/logout/", "/static/", "/media/", "/i18n/")
CHROMIUM: dict[str, Any] = {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox", "--disable-gpu"]}


def context(browser: Browser, language: str = "vi", width: int = 1024, height: int = 768) -> BrowserContext:
    """Open a fresh browser whose pages are in one language."""
    made = browser.new_context(
        viewport={"width": width, "height": height}, locale="vi-VN" if language == "vi" else "en-GB"
    )
    made.set_default_timeout(20_000)
    return made


def sign_in(page: Page, address: str, username: str) -> None:
    """Use the demo's button of this person."""
    page.goto(f"{address}/accounts/login/")
    page.click(f'button[name=username][value="{username}"]')
    page.wait_for_url(lambda url: "/accounts/" not in url)


def name_of(path: str) -> str:
    """Return the name of the page behind a path; empty for what is no page of ours."""
    try:
        return resolve(path).view_name or ""
    except Resolver404:
        return ""


def pages(
    page: Page, address: str, start: tuple[str, ...] = START, most: int = 120, known: Container[str] = ()
) -> Iterator[tuple[str, str]]:
    """Yield (name, address) of each kind of page reachable by links, visiting each once.

    Those `known` already are not shown again: only their links are read.
    """
    seen: set[str] = set()
    waiting = list(start)
    while waiting and len(seen) < most:
        path = waiting.pop(0)
        name = name_of(urlsplit(path).path)
        if not name or name in seen or path.startswith(LEFT_OUT):
            continue
        seen.add(name)
        answer = page.request.get(f"{address}{path}", max_redirects=3)
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        if name in known:
            links = [urljoin(f"{address}{path}", unescape(href)) for href in LINK.findall(answer.text())]
        else:
            page.goto(f"{address}{path}")
            yield name, path
            links = page.eval_on_selector_all("main a[href], nav a[href]", "found => found.map(link => link.href)")
        for link in links:
            target = urldefrag(link)[0]
            if target.startswith(address):
                waiting.append(target.removeprefix(address) or "/")
