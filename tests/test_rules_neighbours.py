"""Neighbours that the rules must tell apart: one word more or less, and there is another event or none."""

from __future__ import annotations

import pytest

from extractor.articles.structure import layout
from extractor.diplomacy.countries import side_code
from extractor.diplomacy.rules import named, opening, read, sentences
from extractor.models import Article, Block, BlockKind, Span, text_id
from tests.rules_pages import main, page, seen

NO_CONTACT: dict[str, tuple[str, ...]] = {
    "hails": (
        "Kremlin hails US vote",
        (
            "The Kremlin welcomed on Wednesday the result of a U.S. congressional vote, saying it hoped that "
            "relations between Moscow and Washington would improve."
        ),
        "Spokesman Denis Pankratov told reporters that Russia was watching closely.",
    ),
    "condemned": (
        "Egypt condemns attack in Somalia",
        ("Egypt strongly condemned on Sunday a suicide attack that killed 20 people in the Somali capital Mogadishu."),
        "In a statement, the Foreign Ministry offered its condolences to the families of the victims.",
    ),
    "vows": (
        "Iran vows to respond to Israeli strike",
        (
            "Iran's Supreme Leader vowed on Monday to avenge the killing of a general in an air strike in "
            "Damascus that Tehran blamed on Israel."
        ),
        "President Hossein Karimi said the attack would not go unanswered.",
    ),
    "domestic": (
        "Prime minister meets opposition leaders",
        (
            "Prime Minister Ranil Gunasekara met opposition leaders in Colombo on Tuesday to discuss the budget "
            "and a constitutional amendment."
        ),
        "President Nimal Jayatissa has called an election for September.",
    ),
    "told reporters": (
        "News of the day",
        (
            "Sanctions against Russia will not change its policy, Foreign Minister Pavel Zorin said in Moscow on "
            "Tuesday."
        ),
        "“We are used to pressure from Washington,” Zorin told reporters.",
    ),
    "speech UN": (
        "President addresses General Assembly",
        (
            "President of Ghana Kwame Adomako told the United Nations General Assembly on Wednesday that Africa "
            "deserves permanent seats on the Security Council."
        ),
        "He criticised the veto power of the five permanent members.",
    ),
    "appointed": (
        "Government names new ambassador",
        (
            "The government has appointed career diplomat Anna Lindqvist as Finland's new ambassador to Germany, "
            "the foreign ministry said."
        ),
        "She will take up the post on 1 September.",
    ),
    "warns": (
        "Beijing warns Washington over Taiwan arms sale",
        (
            "China urged the United States on Friday to stop selling arms to Taiwan, saying such sales harm "
            "regional stability."
        ),
        ("Foreign ministry spokeswoman Hua Min told a regular briefing that Beijing would take countermeasures."),
    ),
    "vote UN": (
        "UN General Assembly votes on Gaza resolution",
        (
            "The U.N. General Assembly on Tuesday voted overwhelmingly to demand a ceasefire in Gaza, with the "
            "United States and Israel voting against."
        ),
        "The resolution is not binding.",
    ),
    "hails statement": (
        "Jordan welcomes Saudi-Iran agreement",
        (
            "Jordan on Friday welcomed the agreement between Saudi Arabia and Iran to restore diplomatic ties, "
            "expressing hope that it would strengthen stability."
        ),
        "Foreign ministry spokesman Hani Majali said the kingdom supports dialogue.",
    ),
    "obit": (
        "Former Finnish foreign minister dies at 91",
        (
            "Former Finnish Foreign Minister Paavo Rantala, who negotiated with the Soviet Union in the 1970s, "
            "has died aged 91."
        ),
        "He was born in Turku in 1932.",
    ),
    "travel advice": (
        "UK updates travel advice for Kenya",
        "The Foreign Office has updated its travel advice for British nationals visiting Kenya.",
        "Visitors should avoid large gatherings in Nairobi.",
    ),
    "criticism": (
        "Plan meets with criticism",
        "Germany's plan to cap energy prices was met with criticism in France and Italy on Monday.",
        "Economists in Paris said the scheme would distort the single market.",
    ),
    "google": (
        "EU regulators in talks with Google",
        (
            "European Union antitrust regulators are in talks with Google about changes to its shopping service, "
            "two people familiar with the matter said."
        ),
        "The company declined to comment.",
    ),
    "domestic visit": (
        "President visits flood-hit province",
        (
            "Pakistan's President Asim Raza visited flood-hit areas of Sindh on Tuesday and met victims at a "
            "relief camp."
        ),
        "He promised help from the federal government.",
    ),
    "chief ministers": (
        "PM meets chief ministers on Covid",
        (
            "Prime Minister Rajesh Khanduri held a virtual meeting with chief ministers of all states on Thursday"
            " to review the Covid situation."
        ),
        "India reported 20,000 new cases.",
    ),
    "football arrive": (
        "Brazil squad arrives in Doha",
        (
            "Brazil's football team arrived in Doha on Saturday ahead of the World Cup, with coach Ademir Prado "
            "saying his players were ready."
        ),
        "They play Serbia in their first match.",
    ),
    "statement in interview": (
        "News of the day",
        (
            "Ukraine will not negotiate while Russian troops remain on its territory, Foreign Minister Taras "
            "Hnatiuk said in an interview with Le Monde published on Wednesday."
        ),
        "He called on Germany to send tanks.",
    ),
    "readies": (
        "Iran says ready for prisoner swap",
        "Iran is ready to exchange prisoners with the United States, a government spokesman said on Monday.",
        "There was no immediate comment from Washington.",
    ),
    "appointment": (
        "News of the day",
        (
            "U.S. President Thomas Walker has nominated businesswoman Karen Doyle as ambassador to Italy, the "
            "White House said on Tuesday."
        ),
        "The Senate must confirm her.",
    ),
}


@pytest.mark.parametrize("lines", NO_CONTACT.values(), ids=NO_CONTACT)
def test_news_that_only_sounds_like_a_contact_holds_no_event(lines: tuple[str, ...]) -> None:
    """Statements, sport, business and visits at home are no contact of two sides."""
    assert read(page(*lines))["events"] == []


MEETING = "Chadian Foreign Minister Idris Mahamat {} his Gabonese counterpart Luc Obamba in Libreville on Friday."
ASSERTED = {
    "met": "actual",
    "will meet": "planned",
    "was to meet": "planned",
    "is due to hold talks with": "planned",
    "refused to meet": "refused",
    "declined a meeting with": "refused",
    "has postponed a meeting with": "postponed",
    "has put off talks with": "postponed",
    "cancelled a meeting with": "cancelled",
    "called off talks with": "cancelled",
    "denied that he had met": "denied",
    "hopes to meet": None,
    "could meet": None,
    "called for talks with": None,
    "criticised": None,
}


@pytest.mark.parametrize(("words", "realis"), ASSERTED.items())
def test_one_word_decides_whether_it_happened(words: str, realis: str | None) -> None:
    """The words that govern a contact say whether it took place, is ahead, came to nothing, or is no event."""
    events = read(page("News of the day", MEETING.format(words)))["events"]
    assert [event["realis"] for event in events] == ([realis] if realis else [])


def test_a_past_visit_that_will_include_something_has_happened() -> None:
    """What a visit is still to include does not make the arrival a plan."""
    sentence = "Irish Premier Sean Brody arrived in Oslo on Monday for a visit that will include talks with business."
    assert seen(main(read(page("News of the day", sentence))))["realis"] == "actual"


SIDES: dict[str, tuple[str, set[str | None]]] = {
    "who speaks of others' talks takes no part": (
        "Swedish Foreign Minister Elin Sandqvist said talks between Serbia and Kosovo would resume in May.", {"SRB", "XKX"},
    ),
    "who hosts others' talks does": ("Sweden hosts talks between Serbia and Kosovo in May.", {"SWE", "SRB", "XKX"}),
    "a third country discussed is no side": (
        "Finnish President Aino Kallela and Estonian President Jaan Rebane discussed ties with Belarus on Friday.", {"FIN", "EST"},
    ),
    "sides named before the noun": ("The Peru-Ecuador binational commission met in Lima on Friday.", {"PER", "ECU"}),
    "sides named inside the words": ("A third round of Ukraine-Moldova talks was held in Odesa on Friday.", {"UKR", "MDA"}),
    "an article is no initial": ("A U.S. envoy met Libyan officials in Tripoli on Monday.", {"USA", "LBY"}),
    "the capital settles an ambiguous name": (
        "Congo's President Firmin Lokonda flew from Kinshasa to Luanda on Monday to visit Angola.", {"COD", "AGO"},
    ),
    "officials of a country act for it": ("Officials from Nepal and Bhutan met in Dhaka on Monday.", {"NPL", "BTN"}),
    "a delegation from a ministry does too": (
        "A delegation from Qatar's energy ministry arrived in Vienna on Monday for talks with Austria.", {"QAT", "AUT"},
    ),
    "governments that sign": (
        "The Government of Malta and the Government of the Republic of Fiji signed an agreement on visas.", {"MLT", "FJI"},
    ),
    "words in direct speech do nothing outside it": (
        '"Norway hurts itself," Latvian Foreign Minister Ilze Ozola said after talks with her Danish counterpart Jens Holm.',
        {"LVA", "DNK"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "sides"), SIDES.values(), ids=SIDES)
def test_only_those_who_take_part_are_sides(sentence: str, sides: set[str | None]) -> None:
    """A side acts in the contact; whoever is talked of, or merely reports it, does not."""
    assert seen(main(read(page("News of the day", sentence))))["sides"] == sides


NAMES: dict[str, tuple[str, set[str]]] = {
    "a name that begins with a place": (
        "Serbian President Milan Obradov met Kosovo Prime Minister Arben Gashi on Friday.", {"Milan Obradov", "Arben Gashi"},
    ),
    "an office with all its words": (
        ("Ambassador Extraordinary and Plenipotentiary of the French Republic to Armenia Olivier Descamps met Armenian "
        "Prime Minister Karen Tumasyan on Friday."), {"Olivier Descamps", "Karen Tumasyan"},
    ),
    "a rank before the name": (
        "Bolivian Defence Minister General Raul Quiroga met his Chilean counterpart Admiral Pedro Larrain on Friday.",
        {"Raul Quiroga", "Pedro Larrain"},
    ),
    "a role after the name": (
        "Abdel Osman, head of Sudan's ruling council, met Egyptian President Tarek Mansi on Monday.",
        {"Abdel Osman", "Tarek Mansi"},
    ),
    "names in the order of the sides": (
        "The presidents of Kenya and Uganda, Daniel Kiprono and Moses Kato, met in Kampala on Monday.",
        {"Daniel Kiprono", "Moses Kato"},
    ),
    "an article before a family name": (
        "Saudi Foreign Minister Adel al-Harbi met Omani Foreign Minister Badr al-Hinai on Monday.",
        {"Adel al-Harbi", "Badr al-Hinai"},
    ),
    "who leads a delegation": (
        "A Bulgarian delegation led by Deputy Prime Minister Stoyan Vaklinov visited Skopje on Monday.", {"Stoyan Vaklinov"},
    ),
    "who signs for a side": (
        "Malta and Fiji signed an agreement on Monday. Carmela Borg signed for Malta and Ratu Vula signed on behalf of Fiji.",
        {"Carmela Borg", "Ratu Vula"},
    ),
    "who invites": (
        "At the invitation of Chilean President Tomas Arrieta, Peruvian President Jorge Villanueva will visit Santiago in May.",
        {"Tomas Arrieta", "Jorge Villanueva"},
    ),
    "a headline's verb is no name": (
        "Dutch Envoy Says Talks With Ghana Went Well. Dutch envoy Anna de Graaf met Ghanaian officials on Monday.",
        {"Anna de Graaf"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "names"), NAMES.values(), ids=NAMES)
def test_principals_are_named_in_full(sentence: str, names: set[str]) -> None:
    """Every principal is named as the text does, whatever stands around the name."""
    assert seen(main(read(page("News of the day", sentence))))["names"] == names


def test_an_expulsion_by_two_states_is_two_events() -> None:
    """What two states do to a third on one day are two events."""
    reply = read(
        page(
            "Italy, Romania expel Russian diplomats", "Italy expelled 30 Russian diplomats on Tuesday, and Romania ten."
        )
    )
    assert seen(main(reply))["sides"] == {"ITA", "RUS"}


def test_talks_still_ahead_belong_to_the_visit_that_has_begun() -> None:
    """A visit contains the meeting that it was made for, and its host."""
    lead = "Malawian President Chisomo Banda arrived in Lusaka on Wednesday, beginning a state visit to Zambia."
    more = "Banda will hold talks with Zambian President Mulenga Phiri."
    event = seen(main(read(page("News of the day", lead, more))))
    assert (event["type"], event["realis"], event["names"]) == ("visit", "actual", {"Chisomo Banda", "Mulenga Phiri"})


def test_a_minister_without_a_country_speaks_for_the_dateline_s_capital() -> None:
    """A national paper leaves its own country out; the capital in its dateline tells it."""
    article = layout(
        "PM, Saudi crown prince talk\n\nISLAMABAD: Prime Minister Imtiaz Malik on Monday telephoned Saudi Crown Prince "
        "Sultan bin Nayef, the PM Office said.\n\nThe two leaders discussed trade.", path="-"
    )  # fmt: skip
    assert seen(main(read(article)))["sides"] == {"PAK", "SAU"}


def test_the_country_is_quoted_in_the_words_of_the_text() -> None:
    """A side that the text calls only by an adjective is not given a name that the text lacks."""
    reply = read(page("News of the day", "The Icelandic and Maltese foreign ministers met in Geneva on Friday."))
    assert [row["country"] for row in main(reply)["participants"]] == ["Icelandic", "Maltese"]
    assert [side_code(row["country"]) for row in main(reply)["participants"]] == ["ISL", "MLT"]


def test_the_quote_names_who_took_part() -> None:
    """The quoted sentence is the one that names the participants, or reaches to it where it follows at once."""
    lead = "The foreign ministers of Malta and Fiji held talks in Suva on Friday. Carmela Borg and Ratu Vula agreed on visas."
    more = "Maltese Foreign Minister Carmela Borg met Fijian Foreign Minister Ratu Vula for an hour."
    assert main(read(page("News of the day", lead, more)))["quote"] == more


def wrapped(*lines: str) -> Article:
    """An article whose one paragraph was wrapped by the width of a page."""
    text = "\n".join(lines)
    return Article(
        article_id=text_id(text),
        path="-",
        text=text,
        blocks=(Block(kind=BlockKind.BODY, span=Span(start=0, end=len(text))),),
    )


def test_lines_wrapped_by_the_page_are_one_sentence() -> None:
    """A name over the end of a line is one name, and is quoted with the break it has."""
    article = wrapped(
        "Chancellor Greta Altmann of Austria and Prime Minister Orsolya",
        "Kerekes of Hungary held a call on Friday about trains and rivers.",
    )
    assert seen(main(read(article)))["names"] == {"Greta Altmann", "Orsolya\nKerekes"}


def test_lines_ended_by_the_writer_stay_apart() -> None:
    """A short line had room for the next word, so it was ended on purpose."""
    article = wrapped(
        "Minister receives ambassador",
        "Chancellor Greta Altmann of Austria received the ambassador of Hungary on Friday.",
    )
    assert sentences.unwrapped(article) == article.text


STORIES = {
    "city, date and agency": ("KUANTAN, Feb 16 (Bernama): The minister met", "The minister met"),
    "slashes": ("MOSCOW, June 1. /TASS/. Russia said", "Russia said"),
    "dash": ("CAIRO – Egypt said", "Egypt said"),
    "stamp": ("date 2020-04-15 France said", "France said"),
    "no dateline": ("Turkey said on Monday: no", "Turkey said on Monday: no"),
}


@pytest.mark.parametrize(("text", "rest"), STORIES.values(), ids=STORIES)
def test_a_story_begins_behind_its_dateline(text: str, rest: str) -> None:
    """Source, city and date that open a paragraph are no part of its first sentence."""
    places = {place.start: place for place in named.read(text)[0]}
    start, _ = opening.story(text, 0, len(text), places)
    assert text[start:] == rest


OFFICES = {
    "a republic's president": ("the President of the Republic of Belarus met", ["President"]),
    "not over a line": ("digest of foreign policy\n\nForeign Minister Roe met", ["Foreign Minister"]),
    "the whole field": ("Utopian x Spanish Energy and Mines Minister Roe", ["Energy and Mines Minister"]),
    "never another's name": (
        "Peruvian President Ana Roe and Kosovo Prime Minister Roe",
        ["President", "Prime Minister"],
    ),
    "a rank in small letters": ("Libya's army chief Omar Roe met", ["army chief"]),
}


@pytest.mark.parametrize(("text", "titles"), OFFICES.values(), ids=OFFICES)
def test_an_office_is_read_at_its_full_length(text: str, titles: list[str]) -> None:
    """An office ends where a country or a line begins, and begins where its field does."""
    assert [title.words for title in named.read(text)[1]] == titles
