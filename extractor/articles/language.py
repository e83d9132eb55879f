"""The language of a text, by its script and its function words.

In: the text of an article. Out: the ISO 639-1 code of its language, or None: too few words, or no clear winner. Nothing
is refused. Names say little about a language, so a headline full of them is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache

_SAMPLE = 4000  # characters: more of an article changes no answer
_LEAST_LETTERS = 12
_LEAST_WORDS = 3  # different ones: "de la Vega de la Rosa" is a name
_LEAST_SHARE = 0.1  # of all words; running text of any language of the table has more
_KANA_SHARE = 0.05  # of Japanese letters that a Chinese text never has

_NO_WORD = re.compile(r"[\s\d!-@\[-`{-~«»“”‘’„‚–—…·¡¿،؛؟۔।、。「」]+")
_ARABIC_FORMS = str.maketrans("يك", "یک")  # Persian typed on an Arabic keyboard


def language_of(text: str) -> str | None:
    """The language that most of the text is written in.

    >>> language_of("The two ministers met in Oslo on Friday and agreed to meet again in the spring.")
    'en'
    >>> language_of("Los dos ministros se reunieron el viernes en Oslo y acordaron volver a verse.")
    'es'
    >>> language_of("外交部长星期五在奥斯陆会见了肯尼亚外长。"), language_of("Halvorsen, Otieno, Arriagada")
    ('zh', None)
    """
    sample = text[:_SAMPLE].replace("İ", "i")
    letters = _letters(sample)
    script = max(letters, key=lambda name: letters[name], default="")
    if sum(letters.values()) < _LEAST_LETTERS or letters[script] * 2 <= sum(letters.values()):
        return _east_asian(letters)
    alone, spoken = _table()
    if script in alone:
        return alone[script]
    if script not in spoken:
        return _east_asian(letters)
    words = sample.lower()
    return _by_words(words.translate(_ARABIC_FORMS) if script == "ARABIC" else words, spoken[script])


def _letters(sample: str) -> Counter[str]:
    """How many letters of each script the text has."""
    found: Counter[str] = Counter()
    for char, count in Counter(sample).items():
        if char.isalpha():
            found[_script(char)] += count
    return found


@cache
def _script(char: str) -> str:
    """The script of a letter: the first word of its name in Unicode, such as LATIN, ARABIC, CJK."""
    return unicodedata.name(char, "?").split(maxsplit=1)[0]


def _east_asian(letters: Mapping[str, int]) -> str | None:
    """Chinese or Japanese, whose letters are shared and whose words are not set apart."""
    kana = letters.get("HIRAGANA", 0) + letters.get("KATAKANA", 0)
    both = kana + letters.get("CJK", 0)
    if both < _LEAST_LETTERS or both * 2 <= sum(letters.values()):
        return None
    return "ja" if kana > both * _KANA_SHARE else "zh"


def _by_words(text: str, spoken: Mapping[str, tuple[str, ...]]) -> str | None:
    """The language whose function words are most, if none of the others has evidence of its own against it."""
    words = Counter(_NO_WORD.split(text))
    known = [(count, spoken[word]) for word, count in words.items() if word in spoken]
    hits: Counter[str] = Counter()
    for count, languages in known:
        for language in languages:
            hits[language] += count
    if not hits:
        return None
    best = max(hits, key=lambda language: hits[language])
    different = sum(best in languages for _, languages in known)
    if different < _LEAST_WORDS or hits[best] < words.total() * _LEAST_SHARE:
        return None
    return best if all(_is_clear(best, other, known) for other in hits if other != best) else None


def _is_clear(best: str, other: str, known: list[tuple[int, tuple[str, ...]]]) -> bool:
    """Whether the words that tell two languages apart speak for the first, three to one."""
    here = sum(count for count, languages in known if best in languages and other not in languages)
    there = sum(count for count, languages in known if other in languages and best not in languages)
    return here > 3 * there or here >= there + 20


@cache
def _table() -> tuple[dict[str, str], dict[str, dict[str, tuple[str, ...]]]]:
    """The language that alone uses a script; and by script, the languages that have a word."""
    from importlib import resources  # only who reads an article pays for it

    rows = resources.files("extractor.articles").joinpath("data", "languages.tsv").read_text(encoding="utf-8")
    alone: dict[str, str] = {}
    spoken: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in rows.splitlines():
        if row.startswith(("#", "language\t")):
            continue
        language, script, words = row.split("\t")
        if words == "-":
            alone[script.upper()] = language
            continue
        known = spoken.setdefault(script.upper(), {})
        for word in words.translate(_ARABIC_FORMS).split():
            known[word] = (*known.get(word, ()), language)
    return alone, spoken
