"""PLOVER and CAMEO codes of an event (codebook, section 4).

In: an event's class, as the schema spells it. Out: a pair of codes, each None where the codebook gives none.
An event type or realis that the codebook does not know is a ValueError: a code is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

Codes = tuple[str | None, str | None]

NO_CODES: Codes = (None, None)
_AGREED_TO_MEET: Codes = ("AGREE", "036")


class _Row(NamedTuple):
    """One row of the codebook's table: the codes of what happened, and of what is planned or postponed."""

    actual: Codes
    planned: Codes


_TABLE = {
    "call": _Row(("CONSULT/phone", "041"), _AGREED_TO_MEET),
    "meeting": _Row(("CONSULT", "040"), _AGREED_TO_MEET),
    "visit": _Row(("CONSULT/visit", "042"), _AGREED_TO_MEET),
    "correspondence": _Row(("CONSULT/phone", "040"), ("AGREE", "030")),
    "negotiation": _Row(("CONSULT", "046"), _AGREED_TO_MEET),
    "consultations": _Row(("CONSULT", "046"), _AGREED_TO_MEET),
    "mediation": _Row(("CONSULT", "045"), ("AGREE", "039")),
    "signing": _Row(("SUPPORT", "057"), ("AGREE", "030")),
    "ties": _Row(("SUPPORT", "050"), ("AGREE", "032")),
    "ceremony": _Row(("CONSULT", "040"), _AGREED_TO_MEET),
    "other": _Row(("CONSULT", "040"), _AGREED_TO_MEET),
    "invitation": _Row(_AGREED_TO_MEET, _AGREED_TO_MEET),
    "summons": _Row(("ACCUSE/disapprove", "114"), NO_CODES),
    "expulsion": _Row(("SANCTION/expel", "166"), ("THREATEN/expel", None)),
    "refusal": _Row(("REJECT/meet", "125"), NO_CODES),
}
_RECOGNITION = re.compile(r"\b(?:recogni[sz](?:e|es|ed|ing)|recognition)\b", re.IGNORECASE)


def codes(
    event_type: str,
    realis: str,
    channel: str,
    setting: str | None,
    sides: Sequence[str],
    roles: Sequence[str] = (),
    *,
    quote: str = "",
) -> Codes:
    """The PLOVER and CAMEO codes of an event; `sides` are codes without repeats, `roles` those of all participants.

    >>> codes("call", "actual", "phone", None, ["JPN", "TUR"])
    ('CONSULT/phone', '041')
    >>> codes("negotiation", "cancelled", "in_person", None, ["IRN", "USA"])
    ('REJECT/meet', '164')
    """
    row = _TABLE.get(event_type)
    if row is None:
        raise ValueError(f"event type {event_type!r} has no row in the ontology table; known: {', '.join(_TABLE)}")
    if realis in ("cancelled", "refused"):
        return "REJECT/meet", "164" if event_type == "negotiation" else "125"
    if realis in ("planned", "postponed"):
        return row.planned
    if realis == "denied":
        return NO_CODES
    if realis != "actual":
        raise ValueError(f"realis {realis!r} is not one of actual, planned, postponed, cancelled, refused, denied")
    if event_type == "meeting":
        return _meeting(channel, setting, sides)
    plover, cameo = row.actual
    if event_type == "visit" and "host" in roles and "guest" not in roles:
        cameo = "043"
    if event_type == "ties" and _RECOGNITION.search(quote):
        cameo = "054"
    return plover, cameo


def _meeting(channel: str, setting: str | None, sides: Sequence[str]) -> Codes:
    """The codes of a meeting, whose PLOVER mode is one of three that can all be true.

    Three sides come before the ground they met on, which CAMEO still tells (044). PLOVER's phone mode is any remote
    medium; CAMEO's 041 is the telephone alone.
    """
    cameo = "044" if setting == "third_country" else "041" if channel == "phone" else "040"
    if len(set(sides)) >= 3:
        return "CONSULT/multilateral", cameo
    if setting == "third_country":
        return "CONSULT/third-party", cameo
    if channel in ("phone", "video"):
        return "CONSULT/phone", cameo
    return "CONSULT", cameo
