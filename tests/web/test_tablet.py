"""The tablet's shell: open to everybody, inside the policy, and its worker's list is what is served."""

import base64
import hashlib
import json
import re
from typing import Any
from urllib.parse import unquote

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = pytest.mark.django_db


def _files(client: Client) -> dict[str, str]:
    text = client.get("/tablet/sw.js").content.decode()
    found = re.search(r"new Map\((.*)\);", text)
    assert found
    return dict(json.loads(found[1]))


def test_the_shell_needs_no_account_and_asks_the_database_nothing(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        page = client.get("/tablet/")
    assert page.status_code == 200
    assert b'type="importmap"' in page.content


def test_the_only_inline_script_is_let_in_by_its_hash(client: Client) -> None:
    page = client.get("/tablet/")
    imports = re.search(r'<script type="importmap">(.*?)</script>', page.content.decode())
    assert imports
    digest = base64.b64encode(hashlib.sha256(imports[1].encode()).digest()).decode()
    policy = page["Content-Security-Policy"]
    assert f"script-src 'self' 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert json.loads(imports[1])["imports"]["idb"].endswith("/idb%408.0.4/index.js")


def test_the_worker_lists_every_module_with_the_hash_of_what_is_served(client: Client) -> None:
    files = _files(client)
    for address, integrity in files.items():
        path = finders.find(unquote(address).removeprefix("/static/"))
        assert path, address
        with open(path, "rb") as stream:
            digest = base64.b64encode(hashlib.sha256(stream.read()).digest()).decode()
        assert integrity == f"sha256-{digest}"
    assert {"/static/tablet/js/app.js", "/static/tablet/js/sync/engine.js", "/static/css/tokens.css"} <= files.keys()


def test_a_new_version_is_a_new_release(client: Client, settings: Any) -> None:
    before = client.get("/tablet/sw.js").content
    assert client.get("/tablet/sw.js").content == before
    settings.PRODUCT_VERSION = "99.1"
    assert client.get("/tablet/sw.js").content != before


def test_the_manifest_names_the_scope(client: Client) -> None:
    answer = client.get("/tablet/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    assert answer.json()["scope"] == "/tablet/"
