"""A person with a browser: opens pages, fills in the forms it finds there, presses buttons. HTTP only."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import User


@dataclass
class Form:
    """One form of a page with what it would send."""

    action: str = ""
    method: str = "get"
    values: dict[str, Any] = field(default_factory=dict)
    text: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.texts: list[str] = []
        self.links: list[str] = []
        self._open: Form | None = None
        self._select = ""
        self._area = ""
        self._first: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        given = {name for name, _value in attrs}
        if tag == "a" and at.get("href"):
            self.links.append(at["href"])
        if tag == "form":
            self._open = Form(action=at.get("action", ""), method=at.get("method", "get").lower())
            self.forms.append(self._open)
        if self._open is None:
            return
        if tag == "input" and at.get("name"):
            kind = at.get("type", "text")
            if kind in {"checkbox", "radio"} and "checked" not in given:
                return
            if kind not in {"submit", "button", "file"}:
                self._put(at["name"], at.get("value", "on" if kind == "checkbox" else ""))
        if tag == "select":
            self._select, self._first = at.get("name", ""), None
        if tag == "option" and self._select:
            if self._first is None:
                self._first = at.get("value", "")
            if "selected" in given:
                self._put(self._select, at.get("value", ""))
        if tag == "textarea":
            self._area = at.get("name", "")
            self._put(self._area, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._open is not None:
            if self._select and self._first is not None:
                self._open.values.setdefault(self._select, self._first)
            self._select = ""
        if tag == "textarea":
            self._area = ""
        if tag == "form":
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._area and self._open is not None:
            self._open.values[self._area] += data
        self.texts.append(data)
        if self._open is not None:
            self._open.text += data

    def _put(self, name: str, value: str) -> None:
        assert self._open is not None
        known = self._open.values.get(name)
        if known is None or name not in self._open.values:
            self._open.values[name] = value
        elif isinstance(known, list):
            known.append(value)
        elif value != known:
            self._open.values[name] = [known, value]


class Person:
    """Somebody at a browser, signed in or not."""

    def __init__(self, user: User | None = None, language: str = "vi") -> None:
        self.client = Client(HTTP_ACCEPT_LANGUAGE=language)
        if user is not None:
            self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        self.path, self.status, self.text, self.content = "", 0, "", b""
        self.forms: list[Form] = []
        self.links: list[str] = []

    def open(self, name: str, *args: Any, query: str = "") -> "Person":
        """Open a page by its name; follow redirects."""
        path = name if name.startswith("/") else reverse(name, args=args)
        return self._seen(self.client.get(path + query, follow=True), path + query)

    def submit(self, holding: str, files: dict[str, Any] | None = None, at: str = "", **entered: Any) -> "Person":
        """Fill in the form that has a field called `holding` (or whose text contains it) and send it.

        Where several forms do, `at` names a part of the address that the wanted one sends to.
        """
        fitting = [form for form in self.forms if at in form.action]
        chosen = [form for form in fitting if holding in form.values] or [
            form for form in fitting if holding in form.text
        ]
        assert chosen, f"{self.path} ({self.status}) has no form with {holding!r}: {self.text[:500]}"
        form = chosen[0]
        values = {**form.values, **entered, **(files or {})}
        path = form.action or self.path
        send = self.client.post if form.method == "post" else self.client.get
        return self._seen(send(path, values, follow=True), path)

    def _seen(self, response: Any, path: str) -> "Person":
        self.path = response.redirect_chain[-1][0] if response.redirect_chain else path
        self.status = response.status_code
        self.content = response.getvalue()
        self.forms, self.links, self.text = [], [], ""
        if "text/html" in response.headers.get("Content-Type", ""):
            reader = _Reader()
            reader.feed(self.content.decode())
            self.forms, self.links = reader.forms, reader.links
            self.text = " ".join(" ".join(reader.texts).split())
        return self
