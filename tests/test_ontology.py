"""The codebook's ontology table, row by row."""

from __future__ import annotations

import pytest

from extractor.diplomacy.ontology import codes

NONE = (None, None)
MEET = ("AGREE", "036")
REJECT = ("REJECT/meet", "125")

# event type: actual, planned (and postponed), cancelled (and refused)
TABLE = {
    "call": (("CONSULT/phone", "041"), MEET, REJECT),
    "meeting": (("CONSULT", "040"), MEET, REJECT),
    "visit": (("CONSULT/visit", "042"), MEET, REJECT),
    "correspondence": (("CONSULT/phone", "040"), ("AGREE", "030"), REJECT),
    "negotiation": (("CONSULT", "046"), MEET, ("REJECT/meet", "164")),
    "consultations": (("CONSULT", "046"), MEET, REJECT),
    "mediation": (("CONSULT", "045"), ("AGREE", "039"), REJECT),
    "signing": (("SUPPORT", "057"), ("AGREE", "030"), REJECT),
    "ties": (("SUPPORT", "050"), ("AGREE", "032"), REJECT),
    "ceremony": (("CONSULT", "040"), MEET, REJECT),
    "other": (("CONSULT", "040"), MEET, REJECT),
    "invitation": (MEET, MEET, REJECT),
    "summons": (("ACCUSE/disapprove", "114"), NONE, REJECT),
    "expulsion": (("SANCTION/expel", "166"), ("THREATEN/expel", None), REJECT),
    "refusal": (REJECT, NONE, REJECT),
}
ROWS = [
    pytest.param(event_type, realis, expected, id=f"{event_type}-{realis}")
    for event_type, (actual, planned, cancelled) in TABLE.items()
    for realis, expected in {
        "actual": actual,
        "planned": planned,
        "postponed": planned,
        "cancelled": cancelled,
        "refused": cancelled,
        "denied": NONE,
    }.items()
]


@pytest.mark.parametrize(("event_type", "realis", "expected"), ROWS)
def test_every_type_and_realis_has_the_codes_of_its_row(event_type, realis, expected):
    """Two sides, no channel and no setting named: the table's plain codes."""
    assert expected == codes(event_type, realis, "unspecified", None, ["FIN", "PER"])


MEETINGS = [
    ("two sides", "in_person", "host_country", ["FIN", "PER"], ("CONSULT", "040")),
    ("no side resolved", "in_person", None, [], ("CONSULT", "040")),
    ("three sides", "in_person", "host_country", ["FIN", "PER", "KEN"], ("CONSULT/multilateral", "040")),
    ("five sides", "unspecified", None, ["FIN", "PER", "KEN", "EU", "UN"], ("CONSULT/multilateral", "040")),
    ("one side named twice is one side", "in_person", None, ["FIN", "PER", "PER"], ("CONSULT", "040")),
    ("third country", "in_person", "third_country", ["FIN", "PER"], ("CONSULT/third-party", "044")),
    (
        "three sides in a third country",
        "in_person",
        "third_country",
        ["FIN", "PER", "KEN"],
        ("CONSULT/multilateral", "044"),
    ),
    ("sidelines", "in_person", "sidelines", ["FIN", "PER"], ("CONSULT", "040")),
    ("by video", "video", "virtual", ["FIN", "PER"], ("CONSULT/phone", "040")),
    ("by telephone", "phone", None, ["FIN", "PER"], ("CONSULT/phone", "041")),
    ("three sides by video", "video", "virtual", ["FIN", "PER", "KEN"], ("CONSULT/multilateral", "040")),
    ("partly remote", "hybrid", None, ["FIN", "PER"], ("CONSULT", "040")),
]


@pytest.mark.parametrize(
    ("channel", "setting", "sides", "expected"), [row[1:] for row in MEETINGS], ids=[row[0] for row in MEETINGS]
)
def test_a_meeting_is_coded_by_its_sides_ground_and_medium(channel, setting, sides, expected):
    """Three sides win over a third country in PLOVER; CAMEO still tells the third country."""
    assert expected == codes("meeting", "actual", channel, setting, sides)


def test_a_planned_meeting_of_three_sides_is_an_agreement_to_meet():
    """Sides and setting matter only to what happened."""
    assert codes("meeting", "planned", "in_person", "third_country", ["FIN", "PER", "KEN"]) == MEET


@pytest.mark.parametrize(
    ("roles", "cameo"),
    [
        ([], "042"),
        (["guest"], "042"),
        (["host"], "043"),
        (["host", "guest"], "042"),
        (["host", "participant"], "043"),
        (["participant", "participant"], "042"),
    ],
    ids=lambda case: "+".join(case) if isinstance(case, list) else case,
)
def test_a_visit_is_hosted_only_if_no_guest_is_named(roles, cameo):
    """CAMEO 043 needs a host and no guest; every other visit is 042."""
    assert codes("visit", "actual", "in_person", "host_country", ["FIN", "PER"], roles) == ("CONSULT/visit", cameo)


@pytest.mark.parametrize(
    ("quote", "cameo"),
    [
        ("Peru recognised the new state on Monday.", "054"),
        ("Peru formally recognizes the new state.", "054"),
        ("The Recognition of the new state was announced.", "054"),
        ("Finland and Peru restored diplomatic relations.", "050"),
        ("The unrecognised territory opened an office.", "050"),
        ("", "050"),
    ],
)
def test_ties_are_recognition_if_the_quote_says_so(quote, cameo):
    """Whole words of recognising make CAMEO 054."""
    assert codes("ties", "actual", "unspecified", None, ["FIN", "PER"], quote=quote) == ("SUPPORT", cameo)


@pytest.mark.parametrize(("event_type", "realis"), [("parade", "actual"), ("call", "dreamt"), ("", "actual")])
def test_a_class_the_table_does_not_know_is_an_error(event_type, realis):
    """A code is never guessed."""
    with pytest.raises(ValueError, match=r"parade|dreamt|''"):
        codes(event_type, realis, "phone", None, [])
