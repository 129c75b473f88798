"""`./run` and the lists of packages it goes by."""

import re
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT


def _run(*arguments):
    return subprocess.run([sys.executable, str(ROOT / "run"), *arguments], capture_output=True, text=True)


def _names(text):
    return {match.lower().replace("_", "-") for match in re.findall(r"^([A-Za-z][\w.-]*)", text, re.MULTILINE)}


def test_without_a_command_it_lists_its_commands():
    answer = _run()
    assert answer.returncode == 0
    for command in ("demo", "test", "check", "bench", "manage"):
        assert f"\n  {command} " in answer.stdout


def test_an_unknown_command_is_refused_in_one_line():
    answer = _run("tset")
    assert answer.returncode == 1
    assert answer.stderr.splitlines() == [
        "run: unknown command 'tset'; known: demo, test, check, bench, lifecycles, pictures, lint, fix, manage"
    ]


def test_it_uses_the_standard_library_only():
    imported = set(re.findall(r"^(?:import|from) (\w+)", (ROOT / "run").read_text(encoding="utf-8"), re.MULTILINE))
    assert imported <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_each_direct_choice_is_in_its_lock_with_hashes(name):
    chosen = _names((ROOT / f"{name}.in").read_text(encoding="utf-8"))
    lock = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    assert sorted(chosen - _names(lock)) == []
    pinned = re.findall(r"^[a-z0-9][\w.\[\],-]*==[^\n]*\n    --hash=", lock, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^[a-z0-9][\w.\[\],-]*==", lock, re.MULTILINE))


def test_both_locks_agree_on_what_production_runs():
    pins = [
        dict(re.findall(r"^([\w.\[\],-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("requirements.txt", "requirements-dev.txt")
    ]
    assert {package: version for package, version in pins[0].items() if pins[1].get(package) != version} == {}
