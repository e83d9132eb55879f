"""The rules read invented items in the manner of wires, ministries and local papers: who, what, with whom, when, where."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.diplomacy.rules import read
from tests.rules_pages import main, page, seen

ITEMS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "was received by": (
        (
            "Ambassador of Peru received by President",
            (
                "The Ambassador of Peru to Finland, Rosa Quispe Alarcon, was received by President Mikko Hautala at "
                "the Presidential Palace in Helsinki on Wednesday, 6 February 2019."
            ),
        ),
        {
            "type": "meeting",
            "sides": {"FIN", "PER"},
            "names": {"Mikko Hautala", "Rosa Quispe Alarcon"},
            "when": "on Wednesday, 6 February 2019",
            "city": "Helsinki",
        },
    ),
    "held talks in B with": (
        (
            "Prime Minister holds talks in Ottawa",
            (
                "Dutch Prime Minister Joost van Rhijn held talks in Ottawa with his Canadian counterpart Claire "
                "Bouchard on Thursday on trade and climate change."
            ),
        ),
        {
            "type": "meeting",
            "sides": {"CAN", "NLD"},
            "names": {"Claire Bouchard", "Joost van Rhijn"},
            "city": "Ottawa",
            "when": "on Thursday",
        },
    ),
    "delegation led by": (
        (
            "Bulgarian delegation in Skopje",
            (
                "A Bulgarian delegation led by Deputy Prime Minister Stoyan Vaklinov arrived in Skopje on Monday for "
                "talks with North Macedonia's government on minority rights."
            ),
        ),
        {"type": "visit", "sides": {"BGR", "MKD"}, "names": {"Stoyan Vaklinov"}, "when": "on Monday", "city": "Skopje"},
    ),
    "sidelines plural": (
        (
            "Ministers meet on sidelines of UNGA",
            (
                "On the sidelines of the 74th session of the UN General Assembly in New York, Foreign Minister of "
                "Armenia Tigran Asatryan met with his Cypriot counterpart Nikos Loizou."
            ),
            "The ministers commended the high level of political dialogue between the two countries.",
        ),
        {"type": "meeting", "sides": {"ARM", "CYP"}, "names": {"Nikos Loizou", "Tigran Asatryan"}, "city": "New York"},
    ),
    "mediator host": (
        (
            "Kenya hosts talks between Ethiopia and Somalia",
            (
                "Kenyan President Daniel Kiprono on Tuesday brought together the leaders of Ethiopia and Somalia in "
                "Nairobi in a bid to mediate their dispute over port access."
            ),
        ),
        {
            "type": "mediation",
            "sides": {"ETH", "KEN", "SOM"},
            "names": {"Daniel Kiprono"},
            "city": "Nairobi",
            "when": "on Tuesday",
        },
    ),
    "ties restored": (
        (
            "Sudan and Iran restore diplomatic ties",
            (
                "Sudan and Iran have agreed to resume diplomatic relations after a seven-year break, the two "
                "countries said in a joint statement on Monday."
            ),
        ),
        {"type": "ties", "realis": "planned", "sides": {"IRN", "SDN"}},
    ),
    "ties cut": (
        (
            "Bolivia cuts ties with Israel",
            (
                "Bolivia has severed diplomatic relations with Israel, Deputy Foreign Minister Fredy Choque told a "
                "news conference on Tuesday."
            ),
        ),
        {"type": "ties", "sides": {"BOL", "ISR"}, "when": "on Tuesday"},
    ),
    "credentials ceremony": (
        (
            "New Ambassador of Slovenia presents credentials",
            (
                "The newly appointed Ambassador of Slovenia, Maja Zupanc, presented her credentials to President of "
                "Montenegro Dragan Vukcevic on 5 June."
            ),
        ),
        {"type": "ceremony", "sides": {"MNE", "SVN"}, "names": {"Dragan Vukcevic", "Maja Zupanc"}, "when": "on 5 June"},
    ),
    "agrement": (
        (
            "Uzbekistan grants agrément to new Korean ambassador",
            (
                "The Government of Uzbekistan has granted agrément to Mr. Park Jong-su as Ambassador of the Republic "
                "of Korea, the Ministry of Foreign Affairs said."
            ),
        ),
        {"type": "ceremony", "sides": {"KOR", "UZB"}, "names": {"Park Jong-su"}},
    ),
    "invitation extended": (
        (
            "News of the day",
            (
                "Indian Prime Minister Rajesh Khanduri has invited the King of Bhutan to visit New Delhi next year, "
                "the external affairs ministry said on Friday."
            ),
        ),
        {"type": "invitation", "sides": {"BTN", "IND"}, "names": {"Rajesh Khanduri"}},
    ),
    "planned visit X to visit Y": (
        (
            "Brazilian foreign minister to visit India next week",
            (
                "BRASILIA, Aug 3 (Reuters) - Brazil's Foreign Minister Paulo Saraiva will travel to New Delhi next "
                "week for talks with his Indian counterpart, the ministry said on Wednesday."
            ),
        ),
        {
            "type": "visit",
            "realis": "planned",
            "sides": {"BRA", "IND"},
            "names": {"Paulo Saraiva"},
            "when": "next week",
            "city": "New Delhi",
        },
    ),
    "postponed": (
        (
            "Trilateral summit put off",
            (
                "A planned summit of the leaders of South Korea, China and Japan has been pushed back to next year "
                "because of scheduling difficulties, Yonhap news agency reported on Tuesday."
            ),
        ),
        {"type": "meeting", "realis": "postponed", "sides": {"CHN", "JPN", "KOR"}},
    ),
    "cancelled visit": (
        (
            "Polish president scraps trip to Israel",
            (
                "Polish President Adam Kostrzewa has cancelled a trip to Israel planned for next week after a row "
                "over a Holocaust law, his office said on Friday."
            ),
        ),
        {"type": "visit", "realis": "cancelled", "sides": {"ISR", "POL"}, "names": {"Adam Kostrzewa"}},
    ),
    "denied contact": (
        (
            "Tehran denies secret talks with US",
            (
                "Iran's foreign ministry on Monday denied media reports that Iranian officials had held secret talks "
                "with the United States in Oman."
            ),
        ),
        {"type": "meeting", "realis": "denied", "sides": {"IRN", "USA"}},
    ),
    "refused to meet": (
        (
            "Serbian president refuses to meet Kosovo premier",
            (
                "Serbian President Milan Obradov refused to meet Kosovo Prime Minister Arben Gashi in Brussels on "
                "Thursday, EU officials said."
            ),
        ),
        {"type": "meeting", "realis": "refused", "sides": {"SRB", "XKX"}, "names": {"Arben Gashi", "Milan Obradov"}},
    ),
    "condolences": (
        (
            "President offers condolences over earthquake",
            (
                "Kazakh President Nurlan Abishev has sent a telegram of condolences to Turkish President Kemal "
                "Aydogan over the deadly earthquake in eastern Turkey, the Akorda press service said."
            ),
        ),
        {
            "type": "correspondence",
            "channel": "letter",
            "sides": {"KAZ", "TUR"},
            "names": {"Kemal Aydogan", "Nurlan Abishev"},
            "roles": {"KAZ": "sender", "TUR": "recipient"},
        },
    ),
    "congratulations": (
        (
            "News of the day",
            (
                "Chinese President Liu Zhenhua on Sunday sent a congratulatory message to Petra Novotna on her "
                "inauguration as president of the Czech Republic."
            ),
        ),
        {
            "type": "correspondence",
            "sides": {"CHN", "CZE"},
            "names": {"Liu Zhenhua", "Petra Novotna"},
            "roles": {"CHN": "sender", "CZE": "recipient"},
            "when": "on Sunday",
        },
    ),
    "summons": (
        (
            "Sweden summons Russian ambassador",
            (
                "Sweden's foreign ministry summoned Russia's ambassador on Thursday over an airspace violation by a "
                "military aircraft, Foreign Minister Elin Sandqvist said."
            ),
        ),
        {
            "type": "summons",
            "sides": {"RUS", "SWE"},
            "when": "on Thursday",
            "roles": {"RUS": "counterpart", "SWE": "initiator"},
        },
    ),
    "summons passive": (
        (
            "Indian envoy called to Foreign Office",
            (
                "The Indian Charge d'Affaires was summoned to the Foreign Office in Islamabad on Saturday and handed "
                "a strong protest over ceasefire violations along the Line of Control."
            ),
        ),
        {"type": "summons", "sides": {"IND", "PAK"}, "when": "on Saturday"},
    ),
    "expelled png": (
        (
            "Ecuador declares ambassador persona non grata",
            (
                "Ecuador on Thursday declared Mexico's ambassador Lucia Barrientos persona non grata and asked her to"
                " leave the country."
            ),
        ),
        {"type": "expulsion", "sides": {"ECU", "MEX"}, "when": "on Thursday"},
    ),
    "tit for tat": (
        (
            "Russia kicks out German diplomats",
            (
                "Russia expelled two German embassy staff on Monday in a tit-for-tat response to Berlin's expulsion "
                "of two Russian diplomats last week."
            ),
        ),
        {"type": "expulsion", "sides": {"DEU", "RUS"}, "when": "on Monday"},
    ),
    "phone conversation took place": (
        (
            "Telephone conversation with the Minister of Foreign Affairs of Greece",
            (
                "On May 21, a telephone conversation took place between Minister of Foreign Affairs of Azerbaijan "
                "Farid Quliyev and Minister of Foreign Affairs of Greece Stavros Manolis."
            ),
            "The sides exchanged views on the bilateral agenda.",
        ),
        {
            "type": "call",
            "channel": "phone",
            "sides": {"AZE", "GRC"},
            "names": {"Farid Quliyev", "Stavros Manolis"},
            "when": "On May 21",
        },
    ),
    "phone initiative of": (
        (
            "Foreign ministers discuss grain corridor",
            (
                "Foreign Minister of Belarus Viktor Makoveev had a telephone conversation with Egypt's Foreign "
                "Minister Ahmed Shaltout at the initiative of the Egyptian side on 3 July."
            ),
        ),
        {
            "type": "call",
            "channel": "phone",
            "sides": {"BLR", "EGY"},
            "names": {"Ahmed Shaltout", "Viktor Makoveev"},
            "when": "on 3 July",
        },
    ),
    "call by sheikh": (
        (
            "UAE President, Iraqi PM discuss ties",
            (
                "President His Highness Sheikh Saif bin Khalid Al Nahyan received a phone call today from Mohammed "
                "Jabouri, Prime Minister of the Republic of Iraq, during which the two sides discussed ways to "
                "enhance cooperation between the UAE and Iraq."
            ),
        ),
        {
            "type": "call",
            "channel": "phone",
            "sides": {"ARE", "IRQ"},
            "names": {"Mohammed Jabouri", "Saif bin Khalid Al Nahyan"},
            "when": "today",
            "roles": {"ARE": "counterpart", "IRQ": "initiator"},
        },
    ),
    "negotiations": (
        (
            "EU, Australian negotiators resume trade talks",
            (
                "Negotiators from the European Union and Australia began a new round of free trade negotiations in "
                "Canberra on Monday."
            ),
        ),
        {"type": "negotiation", "sides": {"AUS", "EU"}, "city": "Canberra", "when": "on Monday"},
    ),
    "political consultations": (
        (
            "Political consultations between ministries held",
            (
                "The sixth round of political consultations between the foreign ministries of Vietnam and Argentina "
                "was held in Buenos Aires on Thursday, co-chaired by Deputy Foreign Minister Pham Quoc Dung and "
                "Argentine Vice Foreign Minister Marcelo Ferreyra."
            ),
        ),
        {
            "type": "consultations",
            "sides": {"ARG", "VNM"},
            "names": {"Marcelo Ferreyra", "Pham Quoc Dung"},
            "city": "Buenos Aires",
            "when": "on Thursday",
        },
    ),
    "joint commission": (
        (
            "Intergovernmental commission meets",
            (
                "The Hungarian-Uzbek intergovernmental commission on economic cooperation held its eighth session in "
                "Tashkent on 20 September."
            ),
        ),
        {"type": "consultations", "sides": {"HUN", "UZB"}, "city": "Tashkent", "when": "on 20 September"},
    ),
    "leaves for": (
        (
            "President leaves for Italy",
            (
                "President of Vietnam Nguyen Van Hoa left Hanoi on Tuesday morning for a state visit to Italy at the "
                "invitation of Italian President Lorenzo Bassani."
            ),
        ),
        {
            "type": "visit",
            "sides": {"ITA", "VNM"},
            "names": {"Lorenzo Bassani", "Nguyen Van Hoa"},
            "when": "on Tuesday",
        },
    ),
    "wraps up visit": (
        (
            "Malaysian PM concludes visit to Jakarta",
            (
                "Malaysian Prime Minister Azman Yusof concluded a two-day visit to Indonesia on Saturday after talks "
                "with President Bambang Wiryawan."
            ),
        ),
        {"type": "visit", "sides": {"IDN", "MYS"}, "names": {"Azman Yusof", "Bambang Wiryawan"}},
    ),
    "meeting between": (
        (
            "Baku hosts meeting",
            (
                "A meeting between Minister of Defence of Georgia Irakli Shonia and Azerbaijan's Defence Minister "
                "General Zakir Mammadli took place in Baku on Thursday."
            ),
        ),
        {
            "type": "meeting",
            "sides": {"AZE", None},
            "names": {"Irakli Shonia", "Zakir Mammadli"},
            "city": "Baku",
            "when": "on Thursday",
        },
    ),
    "third country host": (
        (
            "US, Chinese envoys meet in Zurich",
            (
                "U.S. national security adviser Tom Brannigan and China's top diplomat Yao Jintao met for six hours "
                "in Zurich on Wednesday, the White House said."
            ),
        ),
        {
            "type": "meeting",
            "sides": {"CHN", "USA"},
            "names": {"Tom Brannigan", "Yao Jintao"},
            "city": "Zurich",
            "when": "on Wednesday",
        },
    ),
    "ambassador meets minister": (
        (
            "Minister of Health meets Cuban ambassador",
            (
                "The Minister of Health, Dr. Grace Mutasa, yesterday met the Cuban Ambassador to Zimbabwe, Carlos "
                "Fuentes Rojas, at her office in Harare."
            ),
        ),
        {
            "type": "meeting",
            "sides": {"CUB", "ZWE"},
            "names": {"Carlos Fuentes Rojas", "Grace Mutasa"},
            "when": "yesterday",
            "city": "Harare",
        },
    ),
    "courtesy call": (
        (
            "Envoy pays courtesy call on Vice President",
            (
                "Japan's Ambassador to Ghana Hideki Tsunoda has paid a courtesy call on Vice President Kofi Asante at"
                " the Jubilee House in Accra."
            ),
        ),
        {
            "type": "meeting",
            "sides": {"GHA", "JPN"},
            "names": {"Hideki Tsunoda", "Kofi Asante"},
            "channel": "in_person",
        },
    ),
    "farewell call": (
        (
            "Outgoing Dutch ambassador bids farewell",
            (
                "Outgoing Ambassador of the Netherlands Pieter de Graaf paid a farewell call on Prime Minister Sunil "
                "Adhikari at his residence in Baluwatar on Thursday. Nepal and the Netherlands established relations "
                "in 1960."
            ),
        ),
        {
            "type": "meeting",
            "sides": {"NLD", "NPL"},
            "names": {"Pieter de Graaf", "Sunil Adhikari"},
            "when": "on Thursday",
        },
    ),
    "handed over note": (
        (
            "Ukraine hands note of protest to Hungary",
            (
                "The Ukrainian Foreign Ministry handed a note of protest to the Hungarian ambassador on Tuesday over "
                "the distribution of passports."
            ),
        ),
        {"type": "summons", "sides": {"HUN", "UKR"}, "when": "on Tuesday"},
    ),
    "social media post": (
        (
            "Presidents exchange greetings",
            (
                "Salvadoran President Julio Menjivar thanked his Chinese counterpart Liu Zhenhua in a post on X on "
                "Friday for the donation of a library."
            ),
        ),
        {"type": "correspondence", "sides": {"CHN", "SLV"}, "channel": "social_media"},
    ),
    "exchange congratulations": (
        (
            "Leaders exchange congratulations on anniversary",
            (
                "Chinese President Liu Zhenhua and Peruvian President Jorge Villanueva on Monday exchanged "
                "congratulations on the 50th anniversary of the establishment of diplomatic relations between the two"
                " countries."
            ),
        ),
        {
            "type": "correspondence",
            "sides": {"CHN", "PER"},
            "names": {"Jorge Villanueva", "Liu Zhenhua"},
            "when": "on Monday",
        },
    ),
    "funeral": (
        (
            "Foreign dignitaries attend funeral",
            (
                "Iranian Foreign Minister Ali Rostami and Turkish Vice President Cemal Demir attended the funeral of "
                "Lebanon's former president in Beirut on Saturday."
            ),
        ),
        {"type": "ceremony", "city": "Beirut", "when": "on Saturday"},
    ),
    "ambassador recalled": (
        (
            "Turkey recalls ambassador from Sweden",
            (
                "Turkey has recalled its ambassador to Sweden for consultations in protest at a rally in Stockholm, "
                "Foreign Minister Kemal Ozkan said on Monday."
            ),
        ),
        {"type": "other", "sides": {"SWE", "TUR"}},
    ),
    "call UN chief": (
        (
            "UN chief speaks with Sudan's army leader",
            (
                "UN Secretary-General Antonio Guerra spoke by telephone on Thursday with Sudan's army chief General "
                "Abdel Osman, his spokesman said."
            ),
        ),
        {
            "type": "call",
            "sides": {"SDN", "UN"},
            "names": {"Abdel Osman", "Antonio Guerra"},
            "channel": "phone",
            "when": "on Thursday",
        },
    ),
    "apposition office first": (
        (
            "Kosovo PM, German Chancellor discuss dialogue",
            (
                "The Prime Minister of Kosovo, Albin Krasniqi-Berisha, and the Chancellor of Germany, Markus "
                "Reinhold, discussed the dialogue with Serbia at a working lunch in Berlin yesterday."
            ),
        ),
        {
            "type": "meeting",
            "sides": {"DEU", "XKX"},
            "names": {"Albin Krasniqi-Berisha", "Markus Reinhold"},
            "city": "Berlin",
            "when": "yesterday",
        },
    ),
    "sat down": (
        (
            "News of the day",
            (
                "Israeli Prime Minister Yair Shalem sat down with Bahrain's Crown Prince Isa bin Hamad in Manama on "
                "Tuesday."
            ),
        ),
        {
            "type": "meeting",
            "sides": {"BHR", "ISR"},
            "names": {"Isa bin Hamad", "Yair Shalem"},
            "city": "Manama",
            "when": "on Tuesday",
        },
    ),
    "conferred": (
        (
            "Manila, Canberra confer on defence",
            (
                "Philippine Defense Secretary Ramon Villareal conferred with Australian Defence Minister Peter "
                "Holbrook by telephone on Friday."
            ),
        ),
        {"type": "call", "channel": "phone", "sides": {"AUS", "PHL"}, "names": {"Peter Holbrook", "Ramon Villareal"}},
    ),
    "resumed talks": (
        (
            "Nuclear talks resume in Vienna",
            ("Iran and six world powers resumed talks in Vienna on Tuesday aimed at reviving the 2015 nuclear deal."),
        ),
        {"type": "meeting", "city": "Vienna", "when": "on Tuesday"},
    ),
    "welcomed at airport": (
        (
            "Indonesian president arrives in Timor-Leste",
            (
                "President Bambang Wiryawan of Indonesia was welcomed at Dili airport on Wednesday by Timor-Leste's "
                "Prime Minister Joao Belo."
            ),
        ),
        {
            "type": "visit",
            "sides": {"IDN", "TLS"},
            "names": {"Bambang Wiryawan", "Joao Belo"},
            "city": "Dili",
            "when": "on Wednesday",
        },
    ),
    "exchange instruments": (
        (
            "St Kitts and Rwanda establish diplomatic relations",
            (
                "Representatives of Saint Kitts and Nevis and Rwanda signed a joint communiqué on the establishment "
                "of diplomatic relations in New York on Thursday."
            ),
        ),
        {"type": "ties", "sides": {"KNA", "RWA"}, "city": "New York", "when": "on Thursday"},
    ),
    "recognise": (
        (
            "Ireland recognises Palestinian state",
            ("Ireland formally recognised the State of Palestine on Tuesday, Prime Minister Sean Gallagher announced."),
        ),
        {"type": "ties", "sides": {"IRL", "PSE"}, "when": "on Tuesday"},
    ),
    "nobody title FM": (
        (
            "News of the day",
            (
                "External Affairs Minister (EAM) Arvind Menon on Friday met his Maldivian counterpart Ibrahim Zahir "
                "in New Delhi and reviewed development cooperation between India and Maldives."
            ),
        ),
        {
            "type": "meeting",
            "sides": {"IND", "MDV"},
            "names": {"Arvind Menon", "Ibrahim Zahir"},
            "city": "New Delhi",
            "when": "on Friday",
        },
    ),
    "called for in a call": (
        (
            "News of the day",
            (
                "French President Bernard Castaing urged his Iranian counterpart Hossein Karimi in a phone call on "
                "Sunday to release two detained citizens."
            ),
        ),
        {
            "type": "call",
            "channel": "phone",
            "sides": {"FRA", "IRN"},
            "names": {"Bernard Castaing", "Hossein Karimi"},
            "when": "on Sunday",
        },
    ),
    "told X in a call": (
        (
            "Beijing tells Washington to stop arms sales",
            (
                "China's Foreign Minister Zhao Lei told US Secretary of State Robert Hanley on Saturday that "
                "Washington must stop arms sales to Taiwan, according to a readout of their phone call."
            ),
        ),
        {"type": "call", "sides": {"CHN", "USA"}, "names": {"Robert Hanley", "Zhao Lei"}, "channel": "phone"},
    ),
    "readout state dept": (
        (
            "Secretary Hanley’s Call with Egyptian Foreign Minister Shaltout",
            "The below is attributable to Spokesperson Nathan Price:",
            (
                "Secretary of State Robert J. Hanley spoke today with Egyptian Foreign Minister Ahmed Shaltout. The "
                "Secretary and Foreign Minister Shaltout discussed efforts to reach a ceasefire. The Secretary "
                "underscored the importance of protecting civilians."
            ),
        ),
        {"type": "call", "sides": {"EGY", "USA"}, "names": {"Ahmed Shaltout", "Robert J. Hanley"}, "when": "today"},
    ),
    "mid style": (
        (
            "Foreign Minister of Armenia received the Ambassador of France",
            (
                "On 14 March, Minister of Foreign Affairs of Armenia Tigran Asatryan received the newly appointed "
                "Ambassador Extraordinary and Plenipotentiary of the French Republic to Armenia Olivier Descamps."
            ),
            "Tigran Asatryan congratulated the Ambassador on assuming office.",
        ),
        {
            "type": "meeting",
            "sides": {"ARM", "FRA"},
            "names": {"Olivier Descamps", "Tigran Asatryan"},
            "when": "On 14 March",
        },
    ),
    "pti": (
        (
            "PM Khanduri to embark on two-day visit to Sri Lanka",
            (
                "Prime Minister Rajesh Khanduri will embark on a two-day visit to Sri Lanka from April 4 during which"
                " he will hold talks with President Nimal Jayatissa, the Ministry of External Affairs (MEA) said on "
                "Wednesday. India and Sri Lanka are expected to sign several agreements."
            ),
        ),
        {
            "type": "visit",
            "realis": "planned",
            "sides": {"IND", "LKA"},
            "names": {"Nimal Jayatissa", "Rajesh Khanduri"},
            "when": "from April 4",
        },
    ),
    "app": (
        (
            "PM, Saudi crown prince discuss regional situation",
            (
                "ISLAMABAD: Prime Minister Imtiaz Malik on Monday held a telephonic conversation with Saudi Crown "
                "Prince Sultan bin Nayef and discussed the regional situation, the PM Office said."
            ),
        ),
        {
            "type": "call",
            "channel": "phone",
            "sides": {"PAK", "SAU"},
            "names": {"Imtiaz Malik", "Sultan bin Nayef"},
            "when": "on Monday",
        },
    ),
    "irna": (
        (
            "Iranian FM meets Omani counterpart in Muscat",
            (
                "Tehran, IRNA – Iran's Foreign Minister Ali Rostami, in a meeting with his Omani counterpart Badr Al "
                "Hinai in Muscat on Saturday, stressed the need to expand trade."
            ),
        ),
        {
            "type": "meeting",
            "sides": {"IRN", "OMN"},
            "names": {"Ali Rostami", "Badr Al Hinai"},
            "city": "Muscat",
            "when": "on Saturday",
        },
    ),
    "afp trilateral": (
        (
            "Egypt, Jordan, Iraq leaders hold Baghdad summit",
            (
                "The leaders of Egypt and Jordan travelled to Baghdad on Sunday for a three-way summit with Iraqi "
                "Prime Minister Haider Jabouri, the first visit by an Egyptian head of state in three decades."
            ),
        ),
        {
            "type": "visit",
            "sides": {"EGY", "IRQ", "JOR"},
            "names": {"Haider Jabouri"},
            "city": "Baghdad",
            "when": "on Sunday",
        },
    ),
    "reuters snub": (
        (
            "Turkey's president cancels Sweden meeting",
            (
                "Turkey has cancelled a planned visit by Sweden's defence minister over a far-right rally, Turkish "
                "Defence Minister Kemal Ozkan said on Saturday. Pal Lindgren had been due to come to Ankara on "
                "January 27."
            ),
        ),
        {"type": "visit", "realis": "cancelled", "sides": {"SWE", "TUR"}},
    ),
    "postponed indefinitely": (
        (
            "News of the day",
            (
                "The visit of German Chancellor Markus Reinhold to Argentina, scheduled for next week, has been "
                "postponed indefinitely due to the energy crisis, the chancellery said."
            ),
        ),
        {
            "type": "visit",
            "realis": "postponed",
            "sides": {"ARG", "DEU"},
            "names": {"Markus Reinhold"},
            "when": "for next week",
        },
    ),
    "denied meeting": (
        (
            "News of the day",
            (
                "Saudi Arabia's foreign minister on Monday denied that Crown Prince Sultan bin Nayef had met Israeli "
                "Prime Minister Yair Shalem in Neom."
            ),
        ),
        {"type": "meeting", "realis": "denied", "sides": {"ISR", "SAU"}, "names": {"Sultan bin Nayef", "Yair Shalem"}},
    ),
    "declines invite": (
        (
            "President declines invitation to Moscow parade",
            (
                "Polish President Adam Kostrzewa has turned down an invitation from Russian President Igor Vasin to "
                "attend a Victory Day parade in Moscow in May."
            ),
        ),
        {"realis": "refused", "sides": {"POL", "RUS"}, "names": {"Adam Kostrzewa", "Igor Vasin"}},
    ),
    "agreement signing ministers": (
        (
            "Thailand, Laos ink power deal",
            (
                "Thai Energy Minister Somsak Chaiprasit and Lao Energy and Mines Minister Bounthong Keola on Thursday"
                " signed a memorandum of understanding on electricity purchases at Government House in Bangkok."
            ),
        ),
        {
            "type": "signing",
            "names": {"Bounthong Keola", "Somsak Chaiprasit"},
            "city": "Bangkok",
            "when": "on Thursday",
        },
    ),
    "letter to secgen": (
        (
            "Pakistan writes to UN chief",
            (
                "Foreign Minister Imran Sajjad has written a letter to UN Secretary-General Antonio Guerra on the "
                "situation in Kashmir, the Foreign Office said on Thursday. Pakistan urged the UN to act."
            ),
        ),
        {
            "type": "correspondence",
            "channel": "letter",
            "sides": {"PAK", "UN"},
            "names": {"Antonio Guerra", "Imran Sajjad"},
        },
    ),
    "sends greetings": (
        (
            "News of the day",
            (
                "South African President Sipho Maseko has congratulated Duma Kgosi on his election as President of "
                "Botswana."
            ),
        ),
        {"type": "correspondence", "sides": {"BWA", "ZAF"}, "names": {"Duma Kgosi", "Sipho Maseko"}},
    ),
    "summon passive 2": (
        (
            "Iran's envoy summoned in Paris",
            (
                "Iran's charge d'affaires in France was summoned on Monday to the foreign ministry in Paris to "
                "protest the execution, a ministry source said."
            ),
        ),
        {"type": "summons", "sides": {"FRA", "IRN"}, "when": "on Monday"},
    ),
    "expel tit": (
        (
            "Bulgaria orders out two Russian diplomats",
            (
                "Bulgaria's foreign ministry said on Friday it was expelling two Russian diplomats suspected of "
                "espionage and gave them 72 hours to leave."
            ),
        ),
        {"type": "expulsion", "sides": {"BGR", "RUS"}},
    ),
    "embassy reopen": (
        (
            "UAE reopens embassy in Damascus",
            (
                "The United Arab Emirates reopened its embassy in Damascus on Thursday after seven years, the foreign"
                " ministry said in a statement."
            ),
        ),
        {"type": "ties", "sides": {"ARE", "SYR"}, "when": "on Thursday"},
    ),
    "establish relations": (
        (
            "Kosovo and Israel establish relations",
            (
                "Kosovo and Israel formally established diplomatic relations on Monday in a ceremony held online "
                "between Jerusalem and Pristina."
            ),
        ),
        {"type": "ties", "sides": {"ISR", "XKX", None}, "when": "on Monday"},
    ),
    "grain deal": (
        (
            "Türkiye hosts four-way grain talks",
            (
                "Military delegations from Türkiye, Russia and Ukraine met a UN delegation in Istanbul on Wednesday "
                "to discuss grain exports."
            ),
        ),
        {"type": "meeting", "sides": {"RUS", "TUR", "UKR", "UN"}, "city": "Istanbul", "when": "on Wednesday"},
    ),
    "speaker of parl": (
        (
            "Azerbaijani speaker visits Pakistan",
            (
                "A parliamentary delegation headed by Milli Majlis Speaker Sevda Gasimova has embarked on an official"
                " visit to Pakistan."
            ),
        ),
        {"type": "visit", "sides": {"AZE", "PAK"}, "names": {"Sevda Gasimova"}},
    ),
    "defence chief": (
        (
            "US general meets Chinese counterpart",
            (
                "The chairman of the US Joint Chiefs of Staff, General Mark Hollis, held a video call with his "
                "Chinese counterpart General Liu Weidong on Thursday."
            ),
        ),
        {
            "type": "call",
            "channel": "video",
            "sides": {"CHN", "USA"},
            "names": {"Liu Weidong", "Mark Hollis"},
            "when": "on Thursday",
        },
    ),
    "UNGA bilateral": (
        (
            "Prime Minister meets Dutch PM in New York",
            (
                "NEW YORK: Prime Minister Sunil Adhikari held a bilateral meeting with Dutch Prime Minister Joost van"
                " Rhijn on the sidelines of the 78th UNGA on Thursday. Nepal's mission to the UN said."
            ),
        ),
        {
            "type": "meeting",
            "sides": {"NLD", "NPL"},
            "names": {"Joost van Rhijn", "Sunil Adhikari"},
            "when": "on Thursday",
        },
    ),
    "digest": (
        (
            "Weekly digest of foreign policy",
            (
                "Foreign Minister Farid Quliyev visited Tbilisi on 12-13 May, where he met with his Georgian "
                "counterpart Irakli Shonia. The ministers discussed transport corridors. Azerbaijan and Georgia enjoy"
                " strategic partnership."
            ),
        ),
        {
            "type": "visit",
            "names": {"Farid Quliyev", "Irakli Shonia"},
            "sides": {"AZE", "GEO"},
            "when": "on 12-13 May",
            "city": "Tbilisi",
        },
    ),
    "who arrived": (
        (
            "Malawi leader in Lusaka",
            (
                "Malawian President Chisomo Banda, who arrived in Lusaka on Wednesday for a two-day state visit, has "
                "held talks with his Zambian counterpart, Mulenga Phiri."
            ),
        ),
        {
            "type": "visit",
            "sides": {"MWI", "ZMB"},
            "names": {"Chisomo Banda", "Mulenga Phiri"},
            "city": "Lusaka",
            "when": "on Wednesday",
        },
    ),
    "delegation arrives": (
        (
            "Taliban delegation in Tehran",
            (
                "A delegation from Afghanistan's Taliban-run foreign ministry arrived in Tehran on Sunday to discuss "
                "water rights with Iranian officials."
            ),
        ),
        {"type": "visit", "when": "on Sunday", "city": "Tehran"},
    ),
    "met in paris w/ titles after": (
        (
            "News of the day",
            (
                "Abdel Osman, head of Sudan's ruling council, met French President Bernard Castaing in Paris on "
                "Monday on the eve of a donor conference."
            ),
        ),
        {
            "type": "meeting",
            "sides": {"FRA", "SDN"},
            "names": {"Abdel Osman", "Bernard Castaing"},
            "city": "Paris",
            "when": "on Monday",
        },
    ),
    "joint commission co-chair": (
        (
            "Iran-Turkmenistan commission convenes",
            (
                "The 17th session of the Iran-Turkmenistan joint economic commission was held in Ashgabat on Monday, "
                "co-chaired by Iranian Roads Minister Mehrdad Sadeghi and Turkmen Deputy Prime Minister Serdar "
                "Annayev."
            ),
        ),
        {
            "type": "consultations",
            "sides": {"IRN", "TKM"},
            "names": {"Mehrdad Sadeghi", "Serdar Annayev"},
            "city": "Ashgabat",
            "when": "on Monday",
        },
    ),
    "cancel by host": (
        (
            "Israel bars Irish minister",
            (
                "Ireland's Foreign Minister Niall Brennan has called off his trip to Israel after the government "
                "there refused to receive him, his spokesperson said on Sunday."
            ),
        ),
        {"type": "visit", "realis": "cancelled", "sides": {"IRL", "ISR"}, "names": {"Niall Brennan"}},
    ),
    "thanks in call": (
        (
            "PM thanks Emirati president",
            (
                "Prime Minister Shahid Anwar on Thursday telephoned the President of the UAE, Sheikh Saif bin Khalid "
                "Al Nahyan, and thanked him for flood relief to Pakistan."
            ),
        ),
        {
            "type": "call",
            "channel": "phone",
            "sides": {"ARE", "PAK"},
            "names": {"Saif bin Khalid Al Nahyan", "Shahid Anwar"},
            "when": "on Thursday",
        },
    ),
    "first visit since": (
        (
            "Egypt FM in first Turkey trip in decade",
            (
                "Egypt's foreign minister arrived in southern Turkey on Monday, the first such visit in a decade, to "
                "show solidarity after the earthquake."
            ),
            "Tarek Mansi was greeted at Adana airport by his Turkish counterpart Levent Karaca.",
        ),
        {"type": "visit", "sides": {"EGY", "TUR"}, "names": {"Levent Karaca", "Tarek Mansi"}, "when": "on Monday"},
    ),
    "note verbale expulsion ambass": (
        (
            "Niger orders French ambassador to leave",
            (
                "Niger's military rulers have ordered the French ambassador to leave the country within 48 hours, the"
                " foreign ministry said on Friday."
            ),
        ),
        {"type": "expulsion", "sides": {"FRA", "NER"}},
    ),
    "seven foreign ministers": (
        (
            "Arab ministers hold Damascus talks in Amman",
            (
                "Foreign ministers from Jordan, Saudi Arabia, Iraq, Egypt and Syria met in Amman on Monday to discuss"
                " Syria's return to the Arab fold."
            ),
        ),
        {"type": "meeting", "sides": {"EGY", "IRQ", "JOR", "SAU", "SYR"}, "city": "Amman", "when": "on Monday"},
    ),
    "US delegation official": (
        (
            "US officials in Niamey for talks",
            (
                "A U.S. delegation including Assistant Secretary of State Molly Fenwick held talks with Niger's junta"
                " in Niamey on Tuesday, the State Department said."
            ),
        ),
        {
            "type": "meeting",
            "sides": {"NER", "USA"},
            "names": {"Molly Fenwick"},
            "city": "Niamey",
            "when": "on Tuesday",
        },
    ),
}


@pytest.mark.parametrize(("lines", "expected"), ITEMS.values(), ids=ITEMS)
def test_an_item_in_the_manner_of_the_wires_is_read(lines: tuple[str, ...], expected: dict[str, Any]) -> None:
    """Each item gives one main event with the act, the people, the day and the place that its sentences state."""
    found = seen(main(read(page(*lines))))
    assert {key: found[key] for key in expected} == expected
