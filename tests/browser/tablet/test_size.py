"""How much the first load and the whole day's kit weigh, as an installed server sends them: compressed."""

import gzip
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.browser import walk
from web.tablet import files

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_FIRST, MOST_KIT = 250_000, 600_000


def weight(name: str, body: bytes) -> int:
    """Fonts are compressed already."""
    return len(body) if name.endswith(".woff2") else len(gzip.compress(body, 6))


def test_the_first_load_weighs_at_most_250_kb(field, chromium):
    context = walk.context(chromium)
    page = context.new_page()
    weights: dict[str, int] = {}

    def weigh(answer: Any) -> None:
        if not answer.from_service_worker and not answer.request.service_worker:
            weights[answer.url] = weight(answer.url, answer.body())

    page.on("response", weigh)
    page.goto(f"{field.address}/tablet/")
    page.wait_for_selector("#app h1")  # the first screen stands
    page.wait_for_load_state("networkidle")
    print("first load", sum(weights.values()))
    assert any("screens/app.js" in address for address in weights)
    assert sum(weights.values()) <= MOST_FIRST, weights
    context.close()


def test_the_whole_kit_for_a_day_offline_weighs_at_most_600_kb(client: Client) -> None:
    weights = {name: weight(name, _source(name)) for name in files.names()}
    weights["page"] = weight("page", client.get("/tablet/").content)
    print("kit", sum(weights.values()))
    assert sum(weights.values()) <= MOST_KIT, weights


def _source(name: str) -> bytes:
    path = finders.find(name)
    assert path, name
    with open(path, "rb") as stream:
        return stream.read()
