"""What servers say of their limits."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.limits import Limits, Quota, read, retry_after

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
MONTH_S = 31 * 86_400
IN_20_S = int(NOW.timestamp()) + 20


def limits(requests=None, requests_s=None, tokens=None, tokens_s=None):
    return Limits(
        remaining_requests=requests, reset_requests_s=requests_s, remaining_tokens=tokens, reset_tokens_s=tokens_s
    )


VENDORS = {
    "openai": (
        {
            "x-ratelimit-limit-requests": "60",
            "x-ratelimit-limit-tokens": "150000",
            "x-ratelimit-remaining-requests": "59",
            "x-ratelimit-remaining-tokens": "149984",
            "x-ratelimit-reset-requests": "1s",
            "x-ratelimit-reset-tokens": "6m0s",
        },
        limits(59, 1.0, 149984, 360.0),
    ),
    "groq": (
        {
            "x-ratelimit-limit-requests": "14400",
            "x-ratelimit-remaining-requests": "14370",
            "x-ratelimit-remaining-tokens": "17997",
            "x-ratelimit-reset-requests": "2m59.56s",
            "x-ratelimit-reset-tokens": "7.66s",
        },
        limits(14370, 179.56, 17997, 7.66),
    ),
    "azure": (
        {"x-ratelimit-remaining-requests": "12", "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "6"},
        limits(12, None, 0, 6.0),
    ),
    "azure, which does not know": (
        {"x-ratelimit-limit-tokens": "-1", "x-ratelimit-remaining-tokens": "-1", "x-ratelimit-reset-tokens": "0"},
        None,
    ),
    "anthropic": (
        {
            "anthropic-ratelimit-requests-limit": "1000",
            "anthropic-ratelimit-requests-remaining": "999",
            "anthropic-ratelimit-requests-reset": "2026-03-01T11:59:59Z",
            "anthropic-ratelimit-input-tokens-remaining": "80000",
            "anthropic-ratelimit-input-tokens-reset": "2026-03-01T12:00:30Z",
            "anthropic-ratelimit-output-tokens-remaining": "16000",
            "anthropic-ratelimit-output-tokens-reset": "2026-03-01T12:00:10Z",
            "anthropic-ratelimit-tokens-remaining": "96000",
            "anthropic-ratelimit-tokens-reset": "2026-03-01T12:00:40Z",
        },
        limits(999, 0.0, 16000, 10.0),
    ),
    "anthropic under openai's names": (
        {"x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": "2026-03-01T12:00:07.5Z"},
        limits(3, 7.5),
    ),
    "cerebras": (
        {
            "x-ratelimit-remaining-requests-day": "2500",
            "x-ratelimit-reset-requests-day": "33011.382867",
            "x-ratelimit-remaining-requests-minute": "115",
            "x-ratelimit-reset-requests-minute": "45.5",
            "x-ratelimit-remaining-tokens-minute": "195000",
            "x-ratelimit-reset-tokens-minute": "30.2",
        },
        limits(115, 45.5, 195000, 30.2),
    ),
    "mistral": (
        {
            "x-ratelimit-limit-req-minute": "60",
            "x-ratelimit-remaining-req-minute": "0",
            "x-ratelimit-remaining-tokens-minute": "47196",
            "x-ratelimit-remaining-tokens-month": "3950246",
            "x-ratelimit-tokens-query-cost": "2804",
        },
        limits(0, 60.0, 47196, 60.0),
    ),
    "openrouter": (
        {"X-RateLimit-Limit": "20", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": f"{IN_20_S}000"},
        limits(0, 20.0),
    ),
    "together": ({"x-ratelimit-remaining": "9", "x-ratelimit-reset": "1"}, limits(9, 1.0)),
    "seconds since 1970": ({"x-ratelimit-remaining": "9", "x-ratelimit-reset": f"{IN_20_S}"}, limits(9, 20.0)),
    "ietf draft": (
        {"RateLimit-Limit": "100", "RateLimit-Remaining": "0", "RateLimit-Reset": "40"},
        limits(0, 40.0),
    ),
    "the scarcer of two": (
        {
            "x-ratelimit-remaining-requests": "50",
            "x-ratelimit-reset-requests": "9",
            "ratelimit-remaining": "2",
            "ratelimit-reset": "8",
        },
        limits(2, 8.0),
    ),
    "no such header": ({"content-type": "application/json", "x-request-id": "q"}, None),
    "limits but nothing left named": ({"x-ratelimit-limit-requests": "60", "x-ratelimit-reset-requests": "1s"}, None),
}


@pytest.mark.parametrize(("headers", "expected"), VENDORS.values(), ids=VENDORS)
def test_every_vendor_is_understood(headers, expected):
    """What is left and when it is whole again is read from the names and forms that vendors use."""
    assert read(headers, NOW) == expected


DURATIONS = {
    "1s": 1.0,
    "88ms": 0.088,
    "6m0s": 360.0,
    "1h2m3.5s": 3723.5,
    "2d1h": 176_400.0,
    "250us": 0.00025,
    "250µs": 0.00025,
    "500ns": 5e-7,
    "0s": 0.0,
    "12": 12.0,
    "12.5": 12.5,
    " 12 ": 12.0,
    "2026-03-01T12:00:05Z": 5.0,
    "2026-03-01T14:00:05+02:00": 5.0,
    "2026-03-01T12:00:05": 5.0,
    "Sun, 01 Mar 2026 12:00:05 GMT": 5.0,
    "Sun, 01 Mar 2026 12:00:05 -0000": 5.0,
    "2026-02-01T12:00:00Z": 0.0,
    f"{IN_20_S - 60}": 0.0,
}
GARBAGE = [
    "", " ", "soon", "-1", "-5s", "s", "1x", "m1", "1m2", "1.2.3s", ".s", "NaN", "inf", "Infinity", "1e300", "-0.5",
    "9" * 400, "9" * 5000 + "s", "99999h", f"{MONTH_S + 1}", "4000-01-01T00:00:00Z", "Sun, 01 Mar 99999 12:00:05 GMT",
    "\x00", "１２s",
]  # fmt: skip


@pytest.mark.parametrize(("said", "seconds"), DURATIONS.items(), ids=DURATIONS)
def test_a_reset_is_understood_in_every_form(said, seconds):
    """Seconds, durations as Go writes them and moments all become seconds from now."""
    told = read({"x-ratelimit-remaining-tokens": "7", "x-ratelimit-reset-tokens": said}, NOW)
    assert told is not None
    assert (told.remaining_tokens, told.reset_tokens_s) == (7, pytest.approx(seconds, abs=1e-9))


@pytest.mark.parametrize("said", GARBAGE, ids=range(len(GARBAGE)))
def test_a_senseless_reset_is_as_good_as_none(said):
    """What is no time, negative, infinite or beyond a month is not believed; what is left still is."""
    assert read({"ratelimit-remaining": "7", "ratelimit-reset": said}, NOW) == limits(7, None)
    assert retry_after({"Retry-After": said}, NOW) is None


@pytest.mark.parametrize(
    "said", ["", "-1", "1.5", "many", "NaN", "inf", "²", "٣", "1e3", "1_000", "9" * 13, "9" * 5000]
)
def test_a_senseless_count_is_as_good_as_none(said):
    """What is left is a whole number of at most twelve digits, or it is not believed."""
    assert read({"x-ratelimit-remaining-requests": said, "x-ratelimit-reset-requests": "1s"}, NOW) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "20"}, 20.0),
        ({"retry-after": "0.25"}, 0.25),
        ({"Retry-After": "0"}, 0.0),
        ({"Retry-After": "Sun, 01 Mar 2026 12:01:00 GMT"}, 60.0),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0.0),
        ({"retry-after-ms": "1500"}, 1.5),
        ({"Retry-After": "2", "Retry-After-Ms": "1500"}, 1.5),
        ({"retry-after": "2", "retry-after-ms": "-1"}, 2.0),
        ({"retry-after": "2", "retry-after-ms": "soon"}, 2.0),
        ({"retry-after": "2", "retry-after-ms": f"{MONTH_S * 1000 + 1000}"}, 2.0),
        ({"retry-after-ms": "NaN"}, None),
        ({"content-type": "text/plain"}, None),
    ],
    ids=[
        "seconds", "part of one", "now", "date", "date gone by", "milliseconds", "both", "negative ms", "senseless ms",
        "huge ms", "ms that are no number", "none",
    ],
)  # fmt: skip
def test_how_long_to_wait(headers, seconds):
    """Retry-After is read as seconds or as a date, and milliseconds win where they make sense."""
    assert retry_after(headers, NOW) == seconds


def test_the_zone_of_now_does_not_matter():
    """A date means the same wait wherever the clock stands."""
    tokyo = NOW.astimezone(timezone(timedelta(hours=9)))
    assert retry_after({"Retry-After": "Sun, 01 Mar 2026 12:01:00 GMT"}, tokyo) == 60.0


NAMES = sorted({name for headers, _ in VENDORS.values() for name in headers} | {"retry-after", "Retry-After-Ms"})
VALUES = st.one_of(
    st.text(max_size=40),
    st.floats().map(str),
    st.integers().map(str),
    st.datetimes(timezones=st.timezones()).map(datetime.isoformat),
    st.datetimes().map(lambda moment: moment.strftime("%a, %d %b %Y %H:%M:%S GMT")),
    st.lists(st.tuples(st.integers(0, 10**9), st.sampled_from(["h", "m", "s", "ms", "d"])), max_size=4).map(
        lambda parts: "".join(f"{number}{unit}" for number, unit in parts)
    ),
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6))
def test_no_header_does_harm(headers):
    """Whatever a server sends, what is read is finite, not negative and within a month."""
    told = read(headers, NOW)
    waits = [retry_after(headers, NOW)]
    if told is not None:
        waits += [told.reset_requests_s, told.reset_tokens_s]
        assert all(left is None or 0 <= left < 10**12 for left in (told.remaining_requests, told.remaining_tokens))
    assert all(wait is None or (math.isfinite(wait) and 0 <= wait <= MONTH_S) for wait in waits)


@settings(deadline=None)
@given(st.integers(0, 20), st.integers(0, 59), st.integers(0, 59), st.integers(0, 999))
def test_a_duration_is_the_sum_of_its_parts(hours, minutes, seconds, thousandths):
    """Hours, minutes, seconds and milliseconds of a duration add up."""
    told = retry_after({"retry-after": f"{hours}h{minutes}m{seconds}s{thousandths}ms"}, NOW)
    assert told == pytest.approx(hours * 3600 + minutes * 60 + seconds + thousandths / 1000)


def test_a_quota_counts_what_begins():
    """What is left goes down with every call, and a call that does not fit waits for the reset."""
    quota = Quota()
    assert quota.opens(10**9) == -math.inf
    quota.told(100, 50.0, begun=0)
    quota.take(60)
    assert (quota.opens(40), quota.opens(41)) == (-math.inf, 50.0)
    quota.take(-60)
    assert quota.opens(100) == -math.inf


def test_an_answer_that_says_nothing_leaves_a_quota_as_it_was():
    """Only a number takes the place of what was known."""
    quota = Quota()
    quota.told(0, 50.0, begun=0)
    quota.told(None, 70.0, begun=0)
    assert quota.opens(1) == 50.0


def test_an_empty_quota_stops_even_a_call_of_unknown_cost():
    """Nothing left means no call, also where nobody estimated what it costs."""
    quota = Quota()
    quota.told(0, 50.0, begun=0)
    assert quota.opens(0) == 50.0
