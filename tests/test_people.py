"""Names of persons: what folds together, what is the family name, who can be whom. The persons are invented or public."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.diplomacy.people import fold, same_person, similarity, surname


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
