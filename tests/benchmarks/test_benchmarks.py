"""The benchmarks still run on the code as it is. How long anything takes is nobody's test."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.services import ROOT


def test_the_quick_run_lays_the_portal_beside_bare_ones(tmp_path: Path) -> None:
    target = tmp_path / "bench.json"
    command = [sys.executable, "-m", "tests.benchmarks", "--quick", "--to", str(target), "counting", "pages"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    found = json.loads(target.read_text())
    assert found["machine"]["shared"] == "client, application and database share the machine"
    assert "fsync on, synchronous_commit on" in found["machine"]["postgresql"]
    assert {row["benchmark"] for row in found["rows"]} == {"counting", "pages"}
    for row in found["rows"]:
        assert row["ratio"] == row["value"] / row["bare"] > 0
        assert row["name"] in done.stdout


def test_an_unknown_benchmark_is_refused_by_its_name() -> None:
    command = [sys.executable, "-m", "tests.benchmarks", "speed"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "no such benchmark: speed" in done.stderr
