"""The rules read invented items of a few sentences: what act it was, whether it took place, between whom, or why it is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.diplomacy.rules import read
from tests.rules_pages import main, page, seen

DATA = Path(__file__).parent / "data" / "rules"


def rows(name: str) -> list[tuple[str, ...]]:
    """The rows of a table, each a tuple of its fields."""
    lines = (DATA / name).read_text("utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if not line.startswith("#")]


ACTS = rows("acts.tsv")
NO_EVENT = rows("no_event.tsv")


@pytest.mark.parametrize(("kind", "realis", "sides", "text"), ACTS, ids=[row[-1].split(" | ")[0] for row in ACTS])
def test_what_an_item_reports_is_read(kind: str, realis: str, sides: str, text: str) -> None:
    """The words of headline and lead give the act, whether it took place, and the sides."""
    found = seen(main(read(page(*text.split(" | ")))))
    assert (found["type"], found["realis"], found["sides"]) == (kind, realis, set(sides.split()))


@pytest.mark.parametrize(("reason", "text"), NO_EVENT, ids=[row[-1].split(" | ")[0] for row in NO_EVENT])
def test_an_item_without_contact_gives_a_reason(reason: str, text: str) -> None:
    """Statements, opinions, calendars, other fields and one state's own affairs are no contact of two sides."""
    reply = read(page(*text.split(" | ")))
    assert reply["events"] == []
    assert reason in {"-", reply["no_event_reason"]}


LETTER = (
    "His Majesty the King sends the following message to the President of Peru:",
    "Your Excellency,",
    "On the occasion of your national day please accept my warmest congratulations.",
    "I recall with pleasure that our foreign ministers met in Lima on 4 May.",
    "Olav R",
)


def test_a_page_that_is_a_letter_is_a_correspondence() -> None:
    """Nobody reports a letter that is itself the page, and what it tells of is not the page's news."""
    events = read(page("A message from Norway", *LETTER))["events"]
    assert [event["event_type"] for event in events] == ["correspondence"]
    assert events[0]["channel"] == "letter"
    assert "PER" in seen(events[0])["sides"]


@pytest.mark.parametrize(
    "salutation", ["Your Excellencies, ladies and gentlemen,", "Dear Editor,", "Dear colleagues,", "Dear readers,"]
)
def test_words_to_everybody_are_no_letter(salutation: str) -> None:
    """A speech and a letter to a paper have no addressee side."""
    reply = read(page("A word on Peru", salutation, *LETTER[2:3], "Norway and Peru are friends.", "Olav R"))
    assert reply["events"] == []


def test_who_joins_by_video_makes_a_meeting_hybrid() -> None:
    """Some of them were in the room, so the meeting stays one."""
    words = (
        "Uruguay's minister Inés Gadea met Paraguay's minister Raúl Benítez in Salto on Monday.",
        "Argentine Water Minister Luz Prado joined the meeting by video link from Rosario.",
    )
    event = main(read(page("Three ministers, one river", *words)))
    assert (event["event_type"], event["channel"]) == ("meeting", "hybrid")


def test_an_expulsion_in_answer_is_another_event() -> None:
    """Each state expels the other's diplomats, and each does so once."""
    words = (
        "Peru expelled two Nicaraguan diplomats on Monday, the foreign ministry said.",
        "On Tuesday Nicaragua expelled the Peruvian consul.",
    )
    events = read(page("Peru expels Nicaraguan diplomats", *words))["events"]
    assert [event["event_type"] for event in events] == ["expulsion", "expulsion"]


def test_what_was_signed_at_a_meeting_makes_it_a_signing() -> None:
    """Those who signed need not be named again, and a signing comes before a meeting."""
    words = "Latvian Minister Ilze Krauze received Moldovan Minister Ion Rusu in Riga and signed with him a memorandum."
    assert main(read(page("A guest in Riga", words)))["event_type"] == "signing"


def test_a_contact_deep_down_on_a_page_of_home_affairs_is_background() -> None:
    """A resignation stays home news, although the man once negotiated abroad."""
    words = (
        "Fisheries Minister Ray Clarke resigned on Monday over a contract, the cabinet office said.",
        "Parliament will vote on his successor.",
        "The opposition demanded elections.",
        "A court will hear the case, and police have searched his office.",
        "He was sworn in two years ago.",
        "Prosecutors said nothing.",
        "In 2019 Barbados negotiated a treaty with Trinidad and Tobago under him.",
    )
    reply = read(page("Minister resigns", *words))
    assert (reply["events"], reply["no_event_reason"]) == ([], "domestic_only")
