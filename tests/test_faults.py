"""One article meets one fault, beside one that is well: how each ends, and what it may cost."""

from __future__ import annotations

import pytest

from extractor.store import read_lines
from tests import test_run
from tests.faults import ATTEMPTS, FAULTS, OK, REASKS, STOPPING
from tests.loopback import by_article
from tests.test_run import answer_to, manifest

world = test_run.world  # the fixture: a folder of articles, and a way to run over it against a scripted server


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch):
    """After a 429 everybody waits; here not for long."""
    for name in ("FIRST_HOLD_S", "LONGEST_HOLD_S"):
        monkeypatch.setattr(f"extractor.pace.{name}", 0.02)


def ill(fault, mark="0001"):
    """A script that does one fault to one article and answers all others well."""

    def answers(asked_about, call, asked):
        answer = fault.answer(call) if asked_about == mark else OK
        return answer_to(asked) if answer is OK else answer

    return by_article(answers)


def ran(world, fault, count=2):
    world.write(count)
    patience = 0.6 if fault.slow else 10.0
    result, server = world(
        ill(fault), settings={"attempts": ATTEMPTS, "reasks": REASKS, "timeout_s": patience, "concurrency": count}
    )
    lines = {line.path.rsplit("/", 1)[-1].removesuffix(".txt"): line for line in read_lines(world.tmp / "out")}
    return result, server, lines


@pytest.mark.parametrize("fault", FAULTS + STOPPING, ids=lambda fault: fault.name)
def test_a_fault_has_its_state_its_price_and_no_neighbours(world, fault):
    """The article ends as the table says after as many calls as the table says, and the other one is well."""
    result, server, lines = ran(world, fault)
    met = lines["0001"]
    assert (met.state, met.error and met.error.type) == (fault.state, fault.error), met.error
    assert (server.calls["0001"], met.attempts) == (fault.calls, fault.calls)
    assert (result.exit_code, bool(result.stopped)) == (fault.exit_code, fault.stops)
    assert (lines["0000"].state, lines["0000"].record["tonnes"]) == ("ok", 0)
    assert (met.record is not None) == fault.heals
    found = manifest(world.tmp)
    assert (found["inputs_total"], sum(found["counts"].values()), len(found["inputs"])) == (2, 2, 2)
