"""`make bench`: what the portal does, measured beside the barest way to do the same, in one run.

    python -m tests.benchmarks [--quick] [--embedded] [--to var/bench.json] [NAME …]

Prints a table and writes the same as JSON. Nothing here fails because something is slow.
"""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from tests.benchmarks.measuring import Row
from tests.benchmarks.stage import machine, stage
from tests.benchmarks.table import table
from tests.services import ROOT

# Name → whether it needs the portal's services; in the order in which they run.
BENCHMARKS = {
    "answering": True,
    "envelopes": True,
    "results": True,
    "pages": True,
    "searching": True,
    "importing": True,
    "counting": False,
    "auditing": False,
    "pdf": True,
}
EMBEDDED = ("searching", "importing")  # those that ask of the database nothing but what SQLite has


def main(words: Sequence[str]) -> None:
    order = _order(words)
    os.chdir(ROOT)
    known = EMBEDDED if order.embedded else BENCHMARKS
    chosen = [name for name in known if name in (order.names or known)]
    has_services = any(BENCHMARKS[name] for name in chosen)
    began = perf_counter()
    try:
        with stage(embedded=order.embedded) if has_services else nullcontext():
            measured = {name: _measure(name, quick=order.quick) for name in chosen}
            about = machine(has_services=has_services)
    except pytest.UsageError as error:  # a service that did not start says so itself
        sys.exit(str(error))
    about |= {"size": "quick" if order.quick else "full", "seconds": round(perf_counter() - began)}
    print("\n".join(f"{name:11} {value}" for name, value in about.items()), end="\n\n")
    print(table(measured))
    _write(order.to, about, measured)


def _order(words: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="make bench", description="Measure the portal on this machine.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)}; else all")
    parser.add_argument("--quick", action="store_true", help="small sizes, for a look")
    parser.add_argument(
        "--embedded", action="store_true", help=f"on SQLite, without services: {', '.join(EMBEDDED)}"
    )
    parser.add_argument("--to", type=Path, default=ROOT / "var" / "bench.json", help="the JSON file")
    order = parser.parse_args(words)
    order.to = order.to.resolve()
    if unknown := set(order.names) - set(BENCHMARKS):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    if order.embedded and (others := set(order.names) - set(EMBEDDED)):
        parser.error(f"not measured on SQLite: {', '.join(sorted(others))}")
    return order


def _measure(name: str, *, quick: bool) -> list[Row]:
    # Imported only now: most stand on Django, which the stage has set up.
    print(f"measuring {name} …", file=sys.stderr, flush=True)
    rows: list[Row] = import_module(f"tests.benchmarks.{name}").measure(quick=quick)
    return rows


def _write(target: Path, about: dict[str, Any], measured: dict[str, list[Row]]) -> None:
    rows = [{"benchmark": name, **row.as_document()} for name, found in measured.items() for row in found]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps({"machine": about, "rows": rows}, indent=1, ensure_ascii=False) + "\n")
    print(f"\nWritten to {target}")


if __name__ == "__main__":
    main(sys.argv[1:])
