"""Grounding: where a reply's quotes stand in the article, and what is said of those that stand nowhere."""

import unicodedata
from typing import Annotated

import pytest
from pydantic import BaseModel

from extractor.fields import Verbatim
from extractor.grounding import Haystack, Match, locate
from extractor.models import Article, Block, BlockKind, Evidence, EvidenceStatus, Span, text_id

EXACT, NORMALIZED, FUZZY, ABSENT = (
    EvidenceStatus.EXACT,
    EvidenceStatus.NORMALIZED,
    EvidenceStatus.FUZZY,
    EvidenceStatus.ABSENT,
)


class Person(BaseModel):
    name: Annotated[str | None, Verbatim()] = None
    title: Annotated[str | None, Verbatim()] = None
    country: Annotated[str | None, Verbatim(optional=True)] = None


class Topic(BaseModel):
    quote: Annotated[str, Verbatim()]


class Attribution(BaseModel):
    cited: Annotated[list[str], Verbatim()] = []


class Event(BaseModel):
    quote: Annotated[str, Verbatim()]
    date_text: Annotated[str | None, Verbatim()] = None
    participants: list[Person] = []
    topics: list[Topic] = []
    subjects: Annotated[list[str], Verbatim()] = []
    attribution: Attribution = Attribution()


class Reply(BaseModel):
    events: list[Event] = []


def article(*blocks: tuple[BlockKind, str]) -> Article:
    """An article of these blocks, one after the other."""
    text = "".join(words for _, words in blocks)
    made, at = [], 0
    for kind, words in blocks:
        made.append(Block(kind=kind, span=Span(start=at, end=at + len(words))))
        at += len(words)
    return Article(article_id=text_id(text), path="a.txt", text=text, blocks=tuple(made))


def body(text: str) -> Article:
    """An article that is all body."""
    return article((BlockKind.BODY, text))


def found(text: str, quote: str) -> tuple[str, str | None]:
    """The status of a quote in a text, and the words it was found at."""
    match = Haystack(text).find(quote)
    return match.status.value, None if match.span is None else text[match.start : match.end]


def rows(reply: Reply, where: Article) -> dict[str, Evidence]:
    """The evidence rows by path."""
    return {row.path: row for row in locate(reply, where)[0]}


TEXT = (
    "BAKU — Foreign Minister Arman Dalli received his Georgian counterpart, Nino Vashadze, on Tuesday.\n"
    "“We’ll\u00a0deepen our co-operation,” the Minis-\nter said of the vice-\npresident’s  plan… at 10:30.\n"
    "Mr Çelikoğlu of Türkiye spoke with the Iranian dele\u00adgation for 25 minutes. İzmir hosts the ﬁnal round."
)


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        pytest.param("Arman Dalli", ("exact", "Arman Dalli"), id="exact"),
        pytest.param("on Tuesday", ("exact", "on Tuesday"), id="exact-short"),
        pytest.param(" on Tuesday\n", ("normalized", "on Tuesday"), id="outer-white-space"),
        pytest.param("\"We'll deepen", ("normalized", "“We’ll\u00a0deepen"), id="straight-quotes-and-nbsp"),
        pytest.param("'We'll deepen", ("normalized", "“We’ll\u00a0deepen"), id="single-for-double-quotes"),
        pytest.param("president's plan... at", ("normalized", "president’s  plan… at"), id="ellipsis-character"),
        pytest.param("BAKU - Foreign", ("normalized", "BAKU — Foreign"), id="dash"),
        pytest.param("Vashadze, on Tuesday. “We", ("normalized", "Vashadze, on Tuesday.\n“We"), id="line-break"),
        pytest.param("Iranian delegation", ("normalized", "Iranian dele\u00adgation"), id="soft-hyphen"),
        pytest.param("Iranian\u200b dele\u200dgation", ("normalized", "Iranian dele\u00adgation"), id="zero-width"),
        pytest.param("the final round", ("normalized", "the ﬁnal round"), id="ligature"),
        pytest.param("Tu\u0308rkiye", ("normalized", "Türkiye"), id="decomposed"),
        pytest.param("FOREIGN MINISTER", ("normalized", "Foreign Minister"), id="case"),
        pytest.param("izmir", ("normalized", "İzmir"), id="dotted-capital"),
        pytest.param("the Minister said", ("normalized", "the Minis-\nter said"), id="word-divided-at-line-end"),
        pytest.param("the vice-president", ("normalized", "the vice-\npresident"), id="hyphen-at-line-end"),
        pytest.param("cooperation", ("normalized", "co-operation"), id="hyphen-inside-word"),
        pytest.param("Celikoglu", ("fuzzy", "Çelikoğlu"), id="accents"),
        pytest.param("Foreign Minister Arman Talli", ("absent", None), id="other-surname"),
        pytest.param("Foreign Ministor Arman Dalli", ("fuzzy", "Foreign Minister Arman Dalli"), id="misspelt-word"),
        pytest.param(
            "Foreign Minister Arman Dalli received his counterpart, Nino Vashadze, on Tuesday",
            ("fuzzy", "Foreign Minister Arman Dalli received his Georgian counterpart, Nino Vashadze, on Tuesday"),
            id="word-left-out",
        ),
        pytest.param(
            "The Foreign Minister Arman Dalli received his Georgian counterpart",
            ("fuzzy", "Foreign Minister Arman Dalli received his Georgian counterpart"),
            id="word-added-in-front",
        ),
        pytest.param("Dallo", ("absent", None), id="other-name"),
        pytest.param("Iran", ("absent", None), id="word-inside-word"),
        pytest.param("spoke for 35 minutes", ("absent", None), id="other-number"),
        pytest.param(
            "Mr Çelikoğlu of Türkiye spoke with the Iranian delegation for 26 minutes",
            ("absent", None),
            id="other-number-in-longer-quote",
        ),
        pytest.param(
            "Mr Çelikoğlu of Türkiye spoke with the Iranian leaders about energy, water and joint borders",
            ("absent", None),
            id="half-of-it-elsewhere",
        ),
        pytest.param("The parliament of Norway adopted a budget", ("absent", None), id="unrelated"),
        pytest.param("\u200b", ("absent", None), id="nothing-visible"),
        pytest.param("? ! ? !", ("absent", None), id="no-words"),
        pytest.param("", ("absent", None), id="empty"),
    ],
)
def test_status_and_words(quote: str, expected: tuple[str, str | None]) -> None:
    """A quote is found by the strictest reading that finds it, at the article's own words."""
    assert expected == found(TEXT, quote)


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        pytest.param("2022年3月12日,中日两国外长举行会谈。", "外长举行会谈", ("exact", "外长举行会谈"), id="chinese"),
        pytest.param(
            "中日外长,举行会谈。", "中日外长，举行会谈", ("normalized", "中日外长,举行会谈"), id="chinese-comma"
        ),
        pytest.param("会议于12日举行", "2日", ("absent", None), id="chinese-number-not-cut"),
        pytest.param(
            "两国外长就双边关系和地区问题交换了意见并同意继续保持沟通",
            "两国外长就双边关系与地区问题交换了意见并同意继续保持沟通",
            ("fuzzy", "两国外长就双边关系和地区问题交换了意见并同意继续保持沟通"),
            id="chinese-one-character-changed",
        ),
        pytest.param("ガイドは東京で会談した", "ｶﾞｲﾄﾞは東京", ("normalized", "ガイドは東京"), id="japanese-halfwidth"),
        pytest.param("カイドは東京で会談した", "ガイド", ("absent", None), id="japanese-voicing-is-no-accent"),
        pytest.param("이란은 회담을 열었다", "이란", ("exact", "이란"), id="korean-particle"),
        pytest.param(
            unicodedata.normalize("NFD", "회담을 열었다"), "회담을", ("normalized", "회담을"), id="korean-parts"
        ),
        pytest.param("التقى وزير الخارجية وإيران", "إيران", ("exact", "إيران"), id="arabic-particle"),
        pytest.param("التقى وزير الخـارجية", "وزير الخارجية", ("normalized", "وزير الخـارجية"), id="arabic-tatweel"),
        pytest.param("قالَ مُحَمَّد إن", "محمد", ("fuzzy", "مُحَمَّد"), id="arabic-vowel-points"),
        pytest.param("שר החוץ נפגש בירושלים", "ירושלים", ("exact", "ירושלים"), id="hebrew-particle"),
        pytest.param("می‌شود دیدار", "میشود", ("normalized", "می‌شود"), id="persian-non-joiner"),
        pytest.param("Министр провёл переговоры", "провел переговоры", ("fuzzy", "провёл переговоры"), id="russian-yo"),
        pytest.param("विदेश मंत्री ने मुलाकात की", "मंत्री", ("exact", "मंत्री"), id="hindi"),
        pytest.param("Yıldız geldi", "Yildiz", ("fuzzy", "Yıldız"), id="dotless-i-is-another-letter"),
        pytest.param("Η Αθήνα ΣΥΝΟΔΟΣ", "σύνοδος", ("fuzzy", "ΣΥΝΟΔΟΣ"), id="greek-capitals-without-accents"),
    ],
)
def test_scripts(text: str, quote: str, expected: tuple[str, str | None]) -> None:
    """Every script is searched by its own idea of a word and of an accent."""
    status, words = found(text, quote)
    assert expected == (status, words if words is None else unicodedata.normalize("NFC", words))


SAID = (
    "On Monday Foreign Minister Ilda Moreno did meet the two envoys of Iceland in Lima and agreed to open 3 crossings, "
    "which nobody had expected before the vote in March."
)


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        pytest.param("agreed to open", "decided to open", "fuzzy", id="ordinary-word-changed"),
        pytest.param("did meet", "met", "fuzzy", id="two-words-for-one"),
        pytest.param("which ", "", "fuzzy", id="word-left-out"),
        pytest.param("had expected", "had really expected", "fuzzy", id="word-added"),
        pytest.param("Ilda", "Ylda", "absent", id="first-letter-of-a-name"),
        pytest.param("Moreno", "Morena", "fuzzy", id="vowel-of-a-name"),
        pytest.param("envoys", "envoyes", "fuzzy", id="misspelt"),
        pytest.param("Ilda Moreno", "Rosa Quispe", "absent", id="other-name"),
        pytest.param("Iceland", "Ireland", "absent", id="other-country"),
        pytest.param("Ilda Moreno", "Ilda Maria Moreno", "absent", id="name-added"),
        pytest.param("Ilda Moreno", "Moreno", "fuzzy", id="name-left-out"),
        pytest.param("did meet", "did not meet", "absent", id="negation-added"),
        pytest.param("did meet", "didn't meet", "absent", id="negation-inside-a-word"),
        pytest.param("nobody", "everyone", "absent", id="negation-left-out"),
        pytest.param("nobody had", "no one had", "absent", id="negation-and-number"),
        pytest.param("agreed", "disagreed", "absent", id="opposite-by-prefix"),
        pytest.param("3 crossings", "4 crossings", "absent", id="other-number"),
        pytest.param("3 crossings", "crossings", "absent", id="number-left-out"),
        pytest.param("open 3 crossings", "open 3 or 4 crossings", "absent", id="number-added"),
        pytest.param("two envoys", "three envoys", "absent", id="other-number-word"),
        pytest.param("in March", "in April", "absent", id="other-month"),
        pytest.param("On Monday", "On Tuesday", "absent", id="other-day"),
        pytest.param("On Monday", "Monday", "exact", id="outer-word-left-out"),
    ],
)
def test_what_a_fuzzy_quote_may_change(old: str, new: str, status: str) -> None:
    """A few ordinary words may differ; numbers, dates, negations and names may not."""
    assert old in SAID
    got, words = found(SAID, SAID.replace(old, new)[:-1])
    assert (got, words) == (
        status,
        None if status == "absent" else SAID.removeprefix("On " if status == "exact" else "")[:-1],
    )


def test_names_may_not_change_places() -> None:
    """Who met whom is what a quote says, even where all its words stand there."""
    text = "In the end Foreign Minister Dalli told the reporters in the old port that his colleague Orr would visit."
    swapped = text.replace("Dalli", "#").replace("Orr", "Dalli").replace("#", "Orr")
    assert found(text, swapped) == ("absent", None)


@pytest.mark.parametrize(
    ("text", "old", "new", "status"),
    [
        pytest.param("中日两国外长在东京举行会谈并交换意见", "两国", "", "absent", id="chinese-number"),
        pytest.param("中日双方外长在东京举行会谈并交换意见", "双方", "", "fuzzy", id="chinese-left-out"),
        pytest.param("林书远外长在东京举行会谈并交换意见", "远", "达", "absent", id="chinese-name"),
        pytest.param("林书远外长在东京举行会谈并交换意见", "举行", "没举行", "absent", id="chinese-not"),
        pytest.param("両外相は東京で会談し意見を交わした", "は", "が", "fuzzy", id="japanese-particle"),
        pytest.param("両外相は東京で会談しなかった模様だ", "なかっ", "", "absent", id="japanese-not"),
        pytest.param("두 장관은 서울에서 오래 회담했다", "은", "이", "fuzzy", id="korean-particle"),
        pytest.param("두 장관은 서울에서 회담하지 않았다", "않", "", "absent", id="korean-not"),
        pytest.param("التقى الوزير سمير في عمان اليوم وفدا كبيرا", "سمير", "طارق", "absent", id="arabic-name"),
        pytest.param("التقى الوزير سمير في عمان اليوم وفدا كبيرا", "اليوم ", "", "fuzzy", id="arabic-left-out"),
        pytest.param("قال إنه لم يلتق الوزير سمير في عمان", "لم ", "", "absent", id="arabic-not"),
        pytest.param("قال إنه لم يلتق الوزير سمير في عمان", "قال إنه ", "", "exact", id="arabic-as-it-stands"),
        pytest.param("اجتماع ٢٥ دقيقة في عمان", "٢٥", "25", "fuzzy", id="arabic-digits"),
        pytest.param("اجتماع ٢٥ دقيقة في عمان", "٢٥", "26", "absent", id="arabic-other-digits"),
        pytest.param(
            "Министр прибыл в Лиму и открыл три порта у моря", "Лиму и", "Лиму", "fuzzy", id="russian-left-out"
        ),
        pytest.param(
            "Министр прибыл в Лиму и открыл три порта у моря", "прибыл", "не прибыл", "absent", id="russian-not"
        ),
        pytest.param("Министр прибыл в Лиму и открыл три порта у моря", "три", "пять", "absent", id="russian-number"),
        pytest.param("Министр прибыл в Лиму и открыл три порта у моря", "Лиму", "Кито", "absent", id="russian-name"),
        pytest.param("השר ביקר אתמול בעיר לימה ופתח נמל חדש", "אתמול ", "", "fuzzy", id="hebrew-left-out"),
        pytest.param("השר לא ביקר אתמול בעיר לימה", "לא ", "", "absent", id="hebrew-not"),
        pytest.param("รัฐมนตรีต่างประเทศไม่ได้พบกับทูตที่เมืองหลวง", "ไม่", "", "absent", id="thai-not"),
        pytest.param("รัฐมนตรีต่างประเทศได้พบกับทูตที่เมืองหลวง", "ได้", "", "fuzzy", id="thai-left-out"),
        pytest.param("ელჩმა დღეს ქალაქში გახსნა ახალი დიდი პორტი", "დიდი", "კერძო", "absent", id="georgian-changed"),
    ],
)
def test_what_a_fuzzy_quote_may_change_by_script(text: str, old: str, new: str, status: str) -> None:
    """Where no capital tells a name, only particles may change; words may be left out, negations and numbers never."""
    assert old in text
    assert status == found(text, text.replace(old, new))[0]


@pytest.mark.parametrize(
    ("text", "quote", "span"),
    [
        pytest.param("Iranian envoys came to Iran", "Iran", range(23, 27), id="whole-word-later"),
        pytest.param("Iran's envoy", "Iran", range(4), id="before-apostrophe"),
        pytest.param("Iran-backed", "Iran", range(4), id="before-hyphen"),
        pytest.param("two Foreign Ministers", "Foreign Minister", range(4, 20), id="ending-of-a-phrase"),
        pytest.param("Foreign Ministers, one Foreign Minister", "Foreign Minister", range(23, 39), id="whole-phrase"),
        pytest.param("on 25 January", "5 January", None, id="number-not-cut"),
        pytest.param("in 2022", "in 20", None, id="year-not-cut"),
        pytest.param("½ percent", "2 percent", None, id="fraction-not-cut"),
        pytest.param("than agreement", "an agreement", None, id="phrase-begins-a-word"),
        pytest.param("a cafe\u0301 there", "a cafe", range(7), id="letter-not-parted-from-its-accent"),
    ],
)
def test_word_edges(text: str, quote: str, span: range | None) -> None:
    """A match begins and ends at words, and cuts no number and no accent."""
    assert span == Haystack(text).find(quote).span


def test_a_whole_word_beats_a_nearer_part() -> None:
    """An occurrence that drops an ending is not taken while a whole one stands anywhere."""
    stack = Haystack("Foreign Ministers, one Foreign Minister")
    assert stack.find("Foreign Minister", near=range(20)).span == range(23, 39)


@pytest.mark.parametrize(
    ("near", "start"),
    [
        pytest.param(None, 0, id="first-without-anchor"),
        pytest.param(range(15, 40), 20, id="inside"),
        pytest.param(range(45, 50), 60, id="nearest-after"),
        pytest.param(range(32, 34), 20, id="nearest-before"),
        pytest.param(range(40, 50), 60, id="gap-before-counts-double"),
        pytest.param(range(61, 64), 60, id="overlapping"),
    ],
)
def test_repeats_go_to_the_anchor(near: range | None, start: int) -> None:
    """Among repeats the one inside the anchor wins, then the nearest, a gap before it counting double."""
    text = "on Tuesday" + " " * 10 + "on Tuesday" + " " * 30 + "on Tuesday"
    assert Match(start, start + 10, EXACT) == Haystack(text).find("on Tuesday", near)


STORY = (
    "A delegation left on Tuesday. Trade was on the agenda. "
    "Foreign Minister Dalli met Foreign Minister Vashadze on Tuesday to discuss trade. "
    "Foreign Minister Dalli later met Foreign Minister Orbeli. Trade was on the agenda."
)
MET = "Foreign Minister Dalli met Foreign Minister Vashadze on Tuesday to discuss trade."


def test_values_of_an_event_stand_in_its_quote() -> None:
    """Date, names and titles go to the repetition inside the event's own quote, a title to its own name."""
    people = [Person(name="Dalli", title="Foreign Minister"), Person(name="Vashadze", title="Foreign Minister")]
    event = Event(
        quote=MET, date_text="on Tuesday", participants=people, topics=[Topic(quote="Trade was on the agenda")]
    )
    got = {path: row.start for path, row in rows(Reply(events=[event]), body(STORY)).items()}
    assert got == {
        "events[0].quote": STORY.index(MET),
        "events[0].date_text": STORY.rindex("on Tuesday"),
        "events[0].participants[0].name": STORY.index("Dalli"),
        "events[0].participants[0].title": STORY.index("Foreign Minister Dalli"),
        "events[0].participants[1].name": STORY.index("Vashadze"),
        "events[0].participants[1].title": STORY.index("Foreign Minister Vashadze"),
        "events[0].topics[0].quote": STORY.index("Trade was"),
    }


def test_titles_stand_by_their_names_in_any_order() -> None:
    """A title goes to its own name, also where the list names the people in another order than the text."""
    people = [Person(name="Vashadze", title="Foreign Minister"), Person(name="Dalli", title="Foreign Minister")]
    got = rows(Reply(events=[Event(quote=MET, participants=people)]), body(STORY))
    assert got["events[0].participants[0].title"].start == STORY.index("Foreign Minister Vashadze")
    assert got["events[0].participants[1].title"].start == STORY.index("Foreign Minister Dalli")


def test_words_of_a_list_do_not_anchor_each_other() -> None:
    """A list's second word is sought near the event, not near the list's first word."""
    event = Event(quote=MET, attribution=Attribution(cited=["Orbeli", "Trade"]))
    got = rows(Reply(events=[event]), body(STORY))
    assert STORY.index("Trade") == got["events[0].attribution.cited[1]"].start


def test_a_repeated_title_goes_on_inside_the_quote() -> None:
    """The same title of two unnamed people takes two places in the event's quote, and a third stays there."""
    event = Event(quote=MET, participants=[Person(title="Foreign Minister") for _ in range(3)])
    got = rows(Reply(events=[event]), body(STORY))
    first, second = STORY.index("Foreign Minister Dalli"), STORY.index("Foreign Minister Vashadze")
    assert [first, second, second] == [got[f"events[0].participants[{index}].title"].start for index in range(3)]


@pytest.mark.parametrize(("gap", "on"), [(400, True), (600, False)])
def test_a_repeated_title_outside_the_quote_goes_on_nearby(gap: int, on: bool) -> None:
    """The same title of two unnamed people stands twice after the quote, unless the second place is far away."""
    text = f"{MET} A Deputy Speaker came.{' ' * gap}Another Deputy Speaker came."
    event = Event(quote=MET, participants=[Person(title="Deputy Speaker") for _ in range(2)])
    got = rows(Reply(events=[event]), body(text))
    first, second = text.index("Deputy"), text.rindex("Deputy")
    assert [first, second if on else first] == [
        got[f"events[0].participants[{index}].title"].start for index in range(2)
    ]


def test_a_third_repetition_stays_at_the_end_of_the_quote() -> None:
    """Where the quote ends in its last repetition, further ones stay there and do not begin again."""
    quote = "The envoy met the envoy"
    event = Event(quote=quote, participants=[Person(title="envoy") for _ in range(3)])
    got = rows(Reply(events=[event]), body(f"An envoy left. {quote}. The envoy ate."))
    assert [got[f"events[0].participants[{index}].title"].start for index in range(3)] == [19, 33, 33]


def test_other_words_between_do_not_reset_a_repetition() -> None:
    """A title that comes again after another title goes on from its own last place."""
    titles = ["Foreign Minister", "envoy", "Foreign Minister"]
    text = "The Foreign Minister, an envoy and the Foreign Minister met."
    event = Event(quote=text, participants=[Person(title=title) for title in titles])
    got = rows(Reply(events=[event]), body(text))
    assert [got[f"events[0].participants[{index}].title"].start for index in range(3)] == [4, 25, 39]


def test_events_go_on_after_each_other() -> None:
    """The next event with the same words takes the next repetition, and stays when there is none."""
    events = [Event(quote="Trade was on the agenda", subjects=["Trade"]) for _ in range(3)]
    got = rows(Reply(events=events), body(STORY))
    first, second = STORY.index("Trade was"), STORY.rindex("Trade was")
    assert [first, second, second] == [got[f"events[{index}].quote"].start for index in range(3)]
    assert [first, second, second] == [got[f"events[{index}].subjects[0]"].start for index in range(3)]


def test_an_absent_quote_is_kept_and_flagged() -> None:
    """A quote that stands nowhere leaves an absent row and a warning with its path and first words."""
    quote = "The parliament of Norway adopted a budget after eleven hours of debate about fisheries and roads."
    evidence, warnings = locate(Reply(events=[Event(quote=quote)]), body(STORY))
    assert [Evidence(path="events[0].quote", quote=quote, start=None, end=None, status=ABSENT)] == evidence
    assert [warning.code for warning in warnings] == ["ungrounded"]
    assert warnings[0].message.startswith("events[0].quote: 'The parliament of Norway")
    assert quote not in warnings[0].message


def test_an_optional_value_may_be_absent() -> None:
    """A value that may be in other words is located where it stands, and silent where it does not."""
    people = [Person(country="Norway"), Person(country="Trade")]
    evidence, warnings = locate(Reply(events=[Event(quote=MET, participants=people)]), body(STORY))
    assert [row.path for row in evidence] == ["events[0].quote", "events[0].participants[1].country"]
    assert warnings == []


@pytest.mark.parametrize("kind", [BlockKind.TAIL, BlockKind.FURNITURE])
@pytest.mark.parametrize("quote", ["Envoys of Peru meet “in Lima”", "envoys of Peru meet 'in Lima'"])
def test_a_quote_from_outside_the_body_is_absent(kind: BlockKind, quote: str) -> None:
    """What only furniture or tail says has no place in the article, and the warning says where it came from."""
    page = article((BlockKind.BODY, STORY), (kind, "\nRead also: Envoys of Peru meet “in Lima”\n"))
    evidence, warnings = locate(Reply(events=[Event(quote=quote)]), page)
    assert [(row.start, row.end, row.status) for row in evidence] == [(None, None, ABSENT)]
    assert [warning.code for warning in warnings] == ["tail_only"]


def test_a_quote_of_body_and_tail_is_found_in_the_body() -> None:
    """A repetition in the tail neither hides nor replaces the words of the body."""
    page = article((BlockKind.TAIL, "Latest: on Tuesday\n"), (BlockKind.BODY, STORY))
    row = rows(Reply(events=[Event(quote="on Tuesday")]), page)["events[0].quote"]
    assert (page.text[row.start : row.end], row.status) == ("on Tuesday", EXACT)
    assert row.start == len("Latest: on Tuesday\n") + STORY.index("on Tuesday")


def test_a_quote_across_furniture_is_fuzzy() -> None:
    """A sentence with furniture in its middle is found whole, and not called the same words."""
    page = article(
        (BlockKind.BODY, "The two envoys met\n"), (BlockKind.FURNITURE, "Advertising\n"), (BlockKind.BODY, "in Lima.")
    )
    row = rows(Reply(events=[Event(quote="The two envoys met in Lima.")]), page)["events[0].quote"]
    assert (0, len(page.text), FUZZY) == (row.start, row.end, row.status)


def test_an_empty_article_grounds_nothing() -> None:
    """An empty text has no place for any quote."""
    evidence, warnings = locate(Reply(events=[Event(quote="The envoys met")]), body(""))
    assert [row.status for row in evidence] == [ABSENT]
    assert [warning.code for warning in warnings] == ["ungrounded"]
