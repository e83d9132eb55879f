"""What holds for the dates of every language, whatever the words."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.diplomacy.dates import Anchor, Precision, date_mentions, resolve
from extractor.diplomacy.dates import language as languages
from extractor.diplomacy.dates.kinds import Kind
from extractor.diplomacy.letters import plain

CODES = (languages.ENGLISH, *languages.OTHERS)
THURSDAY = date(2024, 3, 14)
SIGNS = [
    "-",
    ",",
    "/",
    ".",
    "(",
    "'",
    "’",
    "3",
    "7",
    "12",
    "29",
    "31",
    "1999",
    "2022",
    "07.03.2025",
    "5/6/2024",
    "x",
    "\n\n",
]
DAY_KINDS = frozenset("DWwdHTGKvEiPN")  # what can make a date of days


def anchor(published: date | None) -> Anchor:
    return Anchor(published=published, newest_printed=None, today=date(2026, 1, 1))


def soup(code: str, kinds: str | None = None, signs: list[str] | None = None) -> st.SearchStrategy[str]:
    """Any of a language's date words in any order, with signs and numbers between them."""
    table = languages.of(code).table
    words = sorted(word for word, (kind, _) in table.items() if kinds is None or kind in kinds)
    return st.lists(st.sampled_from([*words, *(SIGNS if signs is None else signs)]), max_size=8).map(
        lambda parts: " ".join(part.capitalize() for part in parts)
    )


DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
SOUPS = st.sampled_from(CODES).flatmap(lambda code: st.tuples(st.just(code), soup(code) | st.text()))
LAW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@LAW
@given(
    case=SOUPS,
    published=st.none() | st.dates(),
    planned=st.booleans(),
    told=st.booleans(),
)
def test_no_words_of_any_language_raise(case, published, planned, told):
    """Every text has a date or none, in its language and in none."""
    code, words = case
    for language in (code, None):
        found = resolve(words, anchor(published), planned=planned, in_dateline=told, language=language)
        assert (found.value is None) == (found.precision is Precision.NONE)
        assert (found.end is not None) == (found.precision is Precision.RANGE)


@LAW
@given(case=SOUPS)
def test_every_mention_can_be_read_where_it_was_found(case):
    """Offsets are exact, mentions do not overlap, and each of them resolves on some page in its own language."""
    code, text = case
    last_end = 0
    for mention in date_mentions(text, code):
        assert mention.words == text[mention.start : mention.end]
        assert last_end <= mention.start < mention.end
        readings = (resolve(mention.words, anchor(THURSDAY), planned=ahead, language=code) for ahead in (False, True))
        assert any(found.value for found in readings)
        last_end = mention.end


@LAW
@given(
    case=st.sampled_from(CODES).flatmap(
        lambda code: st.tuples(
            st.just(code), soup(code, "".join(set(Kind) - DAY_KINDS), ["-", ",", "'", "1999", "2022", "x"])
        )
    ),
    planned=st.booleans(),
)
def test_a_value_is_never_finer_than_its_words(case, planned):
    """Words that name months and years only give no day."""
    code, words = case
    found = resolve(words, anchor(THURSDAY), planned=planned, same_day_news=False, language=code)
    assert found.value is None or len(found.value) < len("2024-03-14")


@LAW
@given(words=soup(languages.ENGLISH) | st.text(), planned=st.booleans())
def test_other_languages_never_change_an_english_reading(words, planned):
    """Words that English has a name in are read the same with and without a language, and so is running text."""
    for code in languages.OTHERS:
        languages.of(code)
    english = resolve(words, anchor(THURSDAY), planned=planned, language="en")
    if english.value is not None:
        assert english == resolve(words, anchor(THURSDAY), planned=planned)
    assert date_mentions(words, "en") == date_mentions(words) == date_mentions(words, "xx")


@LAW
@given(
    when=DAYS, code=st.sampled_from(CODES), shape=st.sampled_from(["%d %B %Y", "%B %d, %Y", "%A, %d %B %Y", "%Y-%m-%d"])
)
def test_english_dates_are_read_in_an_article_of_any_language(when, code, shape):
    """An English name keeps its meaning beside the words of another language."""
    assert when.isoformat() == resolve(when.strftime(shape), anchor(None), language=code).value


# ── round trips ───────────────────────────────────────────────────────────────────────────────────────────────────

MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}
LEVANT = "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول"
MAGHREB = "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر"
WEEKDAYS = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "tr": "Pazartesi Salı Çarşamba Perşembe Cuma Cumartesi Pazar",
    "ru": "понедельник вторник среда четверг пятница суббота воскресенье",
    "ar": "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
}
FORMS = {
    "fr": ("le {d} {month} {y}", "{weekday} {d} {month} {y}", "le {d}/{m}/{y}", "{weekday.title}, {d}.{m}.{y}"),
    "es": ("el {d} de {month} de {y}", "{weekday}, {d} de {month} del {y}", "{d}/{m}/{y}", "{d} {month} {y}"),
    "de": (
        "am {d}. {month} {y}",
        "am {weekday}, dem {d}. {month} {y}",
        "{d:02}.{m:02}.{y}",
        "{weekday}, {d}. {month} {y}",
    ),
    "tr": (
        "{d} {month} {y}",
        "{d} {month} {y} {weekday}",
        "{d} {month} {y} {weekday} günü",
        "{d}.{m}.{y}",
        "{d} {month} {y}'de",
    ),
    "ru": ("{d} {month} {y} года", "в {weekday}, {d} {month} {y} г.", "{d:02}.{m:02}.{y}", "{d}-го {month} {y}"),
    "ar": ("{d} {month} {y}", "يوم {weekday} {d} {month} {y}", "{d}/{m}/{y}", "{weekday}، {d} {month} عام {y}"),
}
CASES = [
    (code, form, months)
    for code, forms in FORMS.items()
    for form in forms
    for months in (
        MONTHS[code],
        *((LEVANT, MAGHREB) if code == "ar" else (plain(MONTHS[code]).title(), MONTHS[code].upper())),
    )
]
ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def written(when: date, code: str, form: str, months: str) -> str:
    """A day in one of a language's usual forms."""
    month, weekday = months.split()[when.month - 1].replace("_", " "), WEEKDAYS[code].split()[when.weekday()]
    return form.replace(".title", "").format(d=when.day, m=when.month, y=when.year, month=month, weekday=weekday)


@LAW
@given(when=st.dates(date(1500, 1, 1), date(2999, 12, 31)), case=st.sampled_from(CASES))
def test_a_day_written_in_a_language_is_read_as_itself(when, case):
    """Every day of the calendar survives writing and reading, with accents and without, in small letters and capitals."""
    code, form, months = case
    words = written(when, code, form, months)
    found = resolve(words, anchor(None), language=code)
    assert (when.isoformat(), "explicit") == (found.value, found.method)
    assert (
        words.translate(ARABIC_INDIC) == words
        or code != "ar"
        or found == resolve(words.translate(ARABIC_INDIC), anchor(None), language=code)
    )
    assert [when.isoformat()] == [
        resolve(mention.words, anchor(None), language=code).value for mention in date_mentions(words, code)
    ]


@LAW
@given(published=DAYS, when=DAYS, case=st.sampled_from([case for case in CASES if "{month}" in case[1]]))
def test_a_day_without_year_lies_on_the_side_of_its_tense(published, when, case):
    """What happened lies not after the telling, what is planned not before it, and the day and month are those said."""
    code, form, months = case
    said = written(when, code, form.replace("{weekday}", "").split("{month}")[0] + "{month}", months)
    past, planned = (resolve(said, anchor(published), planned=ahead, language=code).value for ahead in (False, True))
    assert past is not None
    assert planned is not None
    assert past <= published.isoformat() <= planned
    assert past[5:] == planned[5:] == when.isoformat()[5:]


@LAW
@given(published=DAYS, number=st.integers(0, 6), code=st.sampled_from(sorted(WEEKDAYS)))
def test_a_weekday_of_any_language_lies_within_a_week(published, number, code):
    """Past: in the seven days up to the publication day. Planned: in the seven after it. Both are the weekday said."""
    word = WEEKDAYS[code].split()[number]
    past, planned = (
        date.fromisoformat(str(resolve(word, anchor(published), planned=ahead, language=code).value))
        for ahead in (False, True)
    )
    assert past.weekday() == planned.weekday() == number
    assert 0 <= (published - past).days < 7
    assert 0 < (planned - published).days <= 7


# ── a general parser of dates ─────────────────────────────────────────────────────────────────────────────────────

MONDAY, NEW_YEAR = date(2024, 3, 18), date(2022, 1, 3)
ASKED = [
    ("on Monday", MONDAY, False, "2024-03-18"),
    ("on Monday", MONDAY, True, "2024-03-25"),
    ("January 5", NEW_YEAR, False, "2021-01-05"),
    ("January 5", NEW_YEAR, True, "2022-01-05"),
    ("10-12 March", THURSDAY, False, "2024-03-10/2024-03-12"),
    ("early March", THURSDAY, False, "2024-03"),
    ("in March", THURSDAY, False, "2024-03"),
    ("in 1924", THURSDAY, False, "1924"),
    ("last April", THURSDAY, False, "2023-04"),
    ("last week", THURSDAY, False, "2024-03-04/2024-03-10"),
    ("12/03/2024", THURSDAY, False, None),
    ("12.03.2024", THURSDAY, False, "2024-03-12"),
    ("lundi dernier", THURSDAY, False, "2024-03-11"),
]


@pytest.mark.parametrize("preferred", ["past", "future"])
def test_no_one_setting_of_a_general_parser_gives_the_codebooks_answers(preferred):
    """A parser that is told of a preference, not of the tense, and that always answers with a day, misses most of these."""
    import dateparser

    missed = []
    for words, on, planned, value in ASKED:
        found = resolve(words, anchor(on), planned=planned)
        ours = f"{found.value}/{found.end}" if found.end else found.value
        assert ours == value
        base = datetime(on.year, on.month, on.day)
        theirs = dateparser.parse(words, settings={"PREFER_DATES_FROM": preferred, "RELATIVE_BASE": base})
        if value != (theirs and theirs.date().isoformat()):
            missed.append((words, planned))
    for told_both_ways in ("on Monday", "January 5"):
        assert told_both_ways in {words for words, _ in missed}
    assert len(missed) > len(ASKED) / 2


# ── the tables ────────────────────────────────────────────────────────────────────────────────────────────────────

ABOUT_WRITING = {"capital", "title", "ordinal", "era", "dropped", "ending", "prefix", "setting"}


@pytest.mark.parametrize("code", CODES)
def test_a_table_of_words_is_whole(code):
    """Every row has a kind that is read, and no month, weekday or day around today is missing."""
    rows = languages._read(code)
    assert set(rows) <= ABOUT_WRITING | {kind.name.lower() for kind in Kind}
    values = {
        kind: {int(value) for value in words.values()} for kind, words in rows.items() if kind not in ABOUT_WRITING
    }
    assert values.get("month", values.get("dmonth")) == set(range(1, 13))
    assert values["weekday"] == set(range(7))
    assert values["deictic"] >= {-1, 0, 1}


@LAW
@given(when=DAYS, shift=st.integers(0, 6), code=st.sampled_from(sorted(FORMS)))
def test_a_weekday_agrees_with_its_date_or_is_a_conflict(when, shift, code):
    """The date is kept either way."""
    form = next(form for form in FORMS[code] if "{weekday}" in form and "{month}" in form)
    month, weekday = MONTHS[code].split()[when.month - 1], WEEKDAYS[code].split()[(when.weekday() + shift) % 7]
    words = form.format(d=when.day, y=when.year, month=month, weekday=weekday)
    found = resolve(words, anchor(THURSDAY), language=code)
    assert (when.isoformat(), "conflict" if shift else "explicit") == (found.value, found.method)
