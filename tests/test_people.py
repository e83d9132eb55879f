"""Names of persons: what folds together, what is the family name, who can be whom. The persons are invented or public."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.diplomacy.letters import plain
from extractor.diplomacy.people import fold, same_person, similarity, surname
from extractor.diplomacy.places import rows

NAMES = [(kind, words.split()) for kind, words in rows("names.tsv")]
FORMS = [words for kind, words in NAMES if kind == "form"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mevlüt Çavuşoğlu", "mevlut cavusoglu"),
        ("Foreign Minister Jørgen Æbelø", "jorgen aebelo"),
        ("İlham Əliyev", "ilham aliyev"),
        ("Dr. Ban Ki-moon’s", "ban ki moon"),
        ("Sarah O’Neil Jr.", "sarah oneil"),
        ("H.E. Anna Weiß", "anna weiss"),
        ("King Salman", "salman"),
        ("He Lifan", "he lifan"),
        ("President", "president"),
        ("  ", ""),
    ],
)
def test_fold(name, expected):
    """Accents, titles, suffixes, hyphens, apostrophes and possessives fold away; a lone title stays a word."""
    assert fold(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Antony J. Blinken", "blinken"),
        ("Xi Jinping", "xi"),
        ("Wang Yi", "wang"),
        ("Ban Ki-moon", "ban"),
        ("Kim Jong Un", "kim"),
        ("Nguyen Phu Trong", "nguyen"),
        ("Szijjártó Péter", "szijjarto"),
        ("Péter Szijjártó", "szijjarto"),
        ("Kim Beazley", "beazley"),
        ("Prince Faisal bin Farhan Al Saud", "al saud"),
        ("Mohammed Shia al-Sudani", "al sudani"),
        ("al-Sudani", "al sudani"),
        ("Jean-Yves Le Drian", "le drian"),
        ("Ursula von der Leyen", "von der leyen"),
        ("Maria Strack-Berger", "strack berger"),
        ("Joseph R. Biden Jr.", "biden"),
        ("Lula", "lula"),
        ("", ""),
    ],
)
def test_surname(name, expected):
    """The family name keeps its particles, and stands first where it does in its language."""
    assert surname(name) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Sergey Petrov", "Sergei Petrov"),
        ("Yoshimasa Hayashi", "Hayashi Yoshimasa"),
        ("Mohammed bin Salman", "Mohamed bin Salman"),
        ("Hakan Örnek", "Ornek"),
        ("Foreign Minister Ana Ruiz", "ana ruiz"),
    ],
)
def test_variants_are_as_good_as_equal(one, other):
    """Transliteration, order, accents, titles and a missing given name cost less than a tenth."""
    assert similarity(one, other) >= 0.9
    assert same_person(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed bin Salman", "Mohammed bin Zayed"),
        ("Sergey Lavrov", "Sergey Shoigu"),
        ("Ana Ruiz", "Pedro Gómez"),
        ("Ana Ruiz", ""),
    ],
)
def test_different_persons_stay_apart(one, other):
    """A shared given name is not enough for alignment, whose gate is 0.7."""
    assert similarity(one, other) < 0.7
    assert not same_person(one, other)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Blinken", "Antony Blinken", True),
        ("Joe Biden", "Joseph R. Biden Jr.", True),
        ("A. Petrov", "Anton Petrov", True),
        ("A. Petrov", "Boris Petrov", False),
        ("Wang Yi", "Wang Wenbin", False),
        ("Xi", "Xi Jinping", True),
        ("Faisal bin Farhan", "Prince Faisal bin Farhan Al Saud", True),
        ("Antony", "Antony Blinken", False),
        ("Kim Jongun", "Kim Jong-un", True),
        ("", "", False),
    ],
)
def test_same_person(one, other, expected):
    """A family name, a short form, an initial or another spelling is the same person; a shared family name is not."""
    assert same_person(one, other) is expected
    assert same_person(other, one) is expected


SAME = {
    "transliteration": [
        ("Sergey Petrov", "Sergei Petrov"), ("Volodymyr Bondarskiy", "Volodymyr Bondarskyy"),
        ("Volodymyr Bondarskyi", "Vladimir Bondarsky"), ("Bondarskiy", "Volodymyr Bondarskyy"),
        ("Dmytro Bondarenko", "Dmitry Bondarenko"), ("Natalya Popova", "Nataliia Popova"), ("Askar Sagaev", "Askar Sagayev"),
        ("E. Petrov", "Yevgeny Petrov"), ("Yu. Petrov", "Yuri Petrov"), ("Kasym-Jomart Bolatov", "Kasymzhomart Bolatov"),
        ("Abbas Naraqi", "Abbas Naraghi"), ("Khalid Al-Haddad", "Khaled Al Haddad"), ("Omar Attiyah", "Omar Attiya"),
        ("Yusuf Haddad", "Youssef Haddad"), ("Omar Qassem", "Umar Kassem"), ("Choi Yun-suk", "Choe Yoon Seok"),
    ],
    "accents": [
        ("Mevlüt Işıkoğlu", "Mevlut Isikoglu"), ("Çağrı Şahinoğlu", "Chaghri Shahinoghlu"), ("Anna Weiß", "Anna Weiss"),
        ("Jørgen Sørby", "Jorgen Soerby"), ("Hans Müllner", "Hans Muellner"), ("Đorđe Đukić", "Djordje Djukic"),
        ("Đorđe Đukić", "Dorde Dukic"), ("Marko Petković", "Marko Petkovich"), ("İlham Əhmədli", "Ilham Ahmadli"),
        ("Xəlil Rzaoğlu", "Khalil Rzaoglu"), ("José María Lópezón", "Jose Maria Lopezon"), ("Łukasz Żak", "Lukasz Zak"),
    ],
    "arabic": [
        ("Mohammed Al-Rawi", "Muhammad el-Rawi"), ("Mohamed Rawi", "Mohammad Al Rawi"), ("Mohamed Alrawi", "Mohammad Al Rawi"),
        ("Abdel Fattah Al-Masri", "Abdul Fatah El Masri"), ("Abdelfattah Masri", "Abd al-Fattah al-Masri"),
        ("Abdul Rahman Noor", "Abdurrahman Noor"), ("Abdirahman Noor", "Abdul Rahman Noor"), ("Abdallah Noor", "Abdullah Noor"),
        ("Faris bin Omar", "Prince Faris bin Omar bin Abdullah Al Rawi"), ("Prince Faris", "Faris bin Omar Al Rawi"),
        ("bin Omar", "Faris bin Omar"), ("Al Rawi", "Faris bin Omar Al Rawi"), ("Sultan Haitham", "Haitham bin Omar"),
        ("Sultan Al Rawi", "Sultan Ahmed Al Rawi"), ("Amir Rawi", "Amir Al-Rawi"), ("Ould Sidi", "Mohamed Ould Sidi"),
        ("Heydar Ali oglu Sadiqli", "Heydar Sadiqli"),
    ],
    "titles": [
        ("Gen. (ret.) Omar Rawi", "Omar Rawi"), ("H.E. Mr. Omar Rawi", "Omar Rawi"), ("H.E. Dr. Omar Rawi", "Rawi"),
        ("FM Omar Rawi", "Omar Rawi"), ("PM Rawi", "Omar Rawi"), ("His Excellency Sheikh Omar bin Ali", "Omar bin Ali Al Rawi"),
        ("Crown Prince Omar bin Ali", "Prince Omar"), ("Minister for Foreign Affairs Ann Roe", "Ann Roe"),
        ("Sir Tom Roe KCMG", "Tom Roe"),
        ("Acting Foreign Minister Ann Roe", "Roe"),
        ("Imam Ali Rawi", "Ali Rawi"),
    ],
    "order": [
        ("Lu Jinwei", "Jinwei Lu"), ("Lu", "Lu Jinwei"), ("Kim Jong Ae", "Kim Jong-ae"), ("Kim Jong Ae", "Kim Jongae"),
        ("Nguyen Phu Tran", "Nguyễn Phú Trần"), ("Nguyen Phu Tran", "Tran"), ("Nguyen Phu Tran", "Phu Tran Nguyen"),
        ("Kovács Viktor", "Viktor Kovacs"), ("Kovacs", "Kovács Viktor"), ("Abe Haruto", "Haruto Abe"), ("Abe", "Haruto Abe"),
        ("Mori Haruto", "Haruto Mori"), ("Petrov Ivan Ilyich", "Ivan Petrov"), ("Petrov Ivan", "Ivan Petrov"),
    ],
    "compound": [
        ("Ana Ruiz Gómez", "Ana Ruiz"), ("Ana Ruiz Gómez", "Ruiz"), ("Ana Ruiz Gómez", "Ruiz Gomez"),
        ("Juan Carlos Pérez", "Juan Pérez"), ("Juan Carlos Pérez", "Pérez"), ("Luis Otto Roe da Silva", "Roe da Silva"),
        ("Maria Roth-Berg", "Maria Roth Berg"), ("Roth-Berg", "Maria Roth-Berg"), ("Maria Roth", "Maria Roth-Berg"),
        ("Ursula von der Brandt", "Brandt"), ("von der Brandt", "Ursula von der Brandt"), ("Ana de la Torre", "de la Torre"),
        ("Kim Beadle", "Beadle"), ("Ben Carter", "Carter"),
    ],
    "short": [
        ("S. Petrov", "Sergey Petrov"), ("S.V. Petrov", "Sergey Petrov"), ("S. V. Petrov", "Sergey Viktorovich Petrov"),
        ("Joe Roe", "Joseph Roe"), ("Lula", "Lula"), ("Ana M. Roe", "Ana Roe"),
    ],
}  # fmt: skip

DIFFERENT = {
    "a name that opens another": [
        ("Park", "Parker"), ("Park Jin", "Parker Jin"), ("Ana Park", "Ana Parker"), ("Roe", "Roeder"), ("Antony", "Antony Roe"),
        ("Ivan Ivanov", "Ivan Ivanenko"), ("S. Petrov", "S"), ("Berg", "Maria Roth-Berg"), ("Carlos", "Juan Carlos Pérez"),
    ],
    "brothers and sisters": [
        ("Ivan Petrov", "Boris Petrov"), ("A. Petrov", "B. Petrov"), ("Khalid bin Omar", "Faris bin Omar"),
        ("Ana Ruiz Gómez", "Pedro Ruiz Gómez"), ("Hassan Rawi", "Hussein Rawi"), ("Salim Rawi", "Salman Rawi"),
        ("Mohamed Rawi", "Mahmoud Rawi"), ("Abdullah Noor", "Abdul Noor"), ("Abdullahi Noor", "Abdullah Noor"),
        ("Maria Petrova", "Mara Petrova"), ("Sergey V. Petrov", "Sergey A. Petrov"), ("Stefan Roe", "Stepan Roe"),
    ],
    "father and son": [
        ("King Omar", "Faris bin Omar"), ("Omar bin Ali", "Faris bin Omar bin Ali"), ("Omar", "bin Omar"),
        ("George Roe Jr.", "George Roe Sr."), ("Charles II", "Charles III"), ("Ilya Petrov", "Ivan Ilyich Petrov"),
    ],
    "husband and wife": [
        ("Petrov", "Anna Petrova"), ("Ivan Petrov", "Anna Petrova"), ("A. Petrov", "Anna Petrova"), ("Jan Nowy", "Jan Nowa"),
    ],
    "one family name": [
        ("Wang Yi", "Wang Wen"), ("Lu Qiang", "Lu Qian"), ("Lu Kang", "Lu Qiang"), ("Kim Jong Ae", "Kim Jong Ok"),
        ("Kim Jong", "Kim Jong Ae"), ("Kim Yo Ae", "Kim Jong Ae"),
        ("Lee Min", "Lee Ming"), ("Nguyen Phu Tran", "Nguyen Van Tran"),
        ("Amir Rawi", "Omar Rawi"), ("Sultan Al Rawi", "Ahmed Al Rawi"),
    ],
    "one given name": [
        ("Zhang Jun", "Zang Jun"), ("Chen Wei", "Cheng Wei"), ("Faris bin Omar", "Faris bin Zayed"), ("Ana Ruiz", "Ana Gómez"),
        ("Ana Ruiz Gómez", "Ana Ruiz Pérez"), ("Anna Hansen", "Anna Hanson"), ("John Stevens", "John Stephens"),
        ("Adel Salah", "Adel Saleh"), ("Ali Hassan", "Ali Hussein"),
    ],
    "given names either way round": [
        ("Ali Hassan", "Hassan Ali"), ("Ahmed Mohamed", "Mohamed Ahmed"), ("James Thomas", "Thomas James"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(("one", "other"), [pair for pairs in SAME.values() for pair in pairs])
def test_one_person_in_two_spellings(one, other):
    """Names that the press writes for one person are one person's, whichever is asked first, and as good as equal."""
    assert same_person(one, other)
    assert same_person(other, one)
    assert similarity(one, other) >= 0.9


@pytest.mark.parametrize(("one", "other"), [pair for pairs in DIFFERENT.values() for pair in pairs])
def test_two_persons_of_like_names(one, other):
    """Names that only look alike are never merged, whichever is asked first."""
    assert not same_person(one, other)
    assert not same_person(other, one)


def test_the_table_holds_folded_single_words():
    """Every word is written as it is compared, stands once in its row, and no form has two usual spellings."""
    for kind, words in NAMES:
        assert words == [plain(word) for word in words], kind
        assert len(words) == len(set(words)), kind
    spelled = [word for words in FORMS for word in words]
    assert len(spelled) == len(set(spelled))


def test_every_form_of_a_given_name_is_the_same_name():
    """All spellings of one row meet under one family name."""
    wrong = [
        (one, other)
        for words in FORMS
        for one, other in combinations(words, 2)
        if not same_person(f"Xo {one.title()} Zentari", f"Xo {other.title()} Zentari")
    ]
    assert wrong == []


def test_the_forms_of_different_given_names_stay_apart():
    """No spelling of one row meets one of another row, but for a Korean family name and Gregory, who is Grigory."""
    merged = {
        (left[0], right[0])
        for left, right in combinations(FORMS, 2)
        for one in left
        for other in right
        if same_person(f"Xo {one.title()} Zentari", f"Xo {other.title()} Zentari")
    }
    assert merged == {("hryhoriy", "gregory"), ("pak", "baek")}


def test_every_title_comes_off():
    """Every word of the three kinds of titles is off a full name, and every suffix too."""
    titles = [word for kind, words in NAMES if kind in ("title", "ruler", "soft_title") for word in words]
    suffixes = [word for kind, words in NAMES if kind == "suffix" for word in words]
    assert len(titles) > 150
    assert {fold(f"{word.title()} Ana Zentari") for word in titles} == {"ana zentari"}
    assert {fold(f"Ana Zentari {word.upper()}") for word in suffixes} == {"ana zentari"}


def test_family_names_that_stand_first_stay_apart():
    """Of all pairs of family names, one romanisation only meets another of the same Korean or Vietnamese name."""
    families = next(words for kind, words in NAMES if kind == "family_first")
    merged = [
        (one, other)
        for one, other in combinations(sorted(families), 2)
        if same_person(f"{one.title()} Jinwei", f"{other.title()} Jinwei")
    ]
    expected = [
        "baek paik",
        "choe choi",
        "chung jeong",
        "chung jung",
        "hoang huang",
        "jeong jung",
        "noh roh",
        "pak park",
        "yoon yun",
    ]
    assert [" ".join(pair) for pair in merged] == expected


_NAMES = st.one_of(
    st.text(max_size=30),
    st.lists(
        st.sampled_from(["Kim", "Jong-un", "al", "Saud", "Sergey", "bin", "Zelenskyy", "Öz", "Dr."]), max_size=5
    ).map(" ".join),
)


@given(_NAMES, _NAMES)
def test_similarity_is_bounded_and_symmetric(one, other):
    """Similarity lies in 0 to 1 and does not depend on the order of its arguments."""
    assert 0.0 <= similarity(one, other) <= 1.0
    assert similarity(one, other) == pytest.approx(similarity(other, one))
    assert same_person(one, other) == same_person(other, one)


@given(_NAMES)
def test_a_name_is_itself(name):
    """A name with any word left after folding is wholly similar to itself."""
    if fold(name):
        assert similarity(name, name) == 1.0
        assert same_person(name, name)
