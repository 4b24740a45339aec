"""Spellings that a Romanisation explains are near; what differs by a sound that none explains is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.romanise import NEAR, PART, distance

SAME = {
    "McCune and Reischauer with and without its signs": ("Pak Chŏng-ae", "Pak Chong-ae"),
    "a spelling of the time, and McCune and Reischauer": ("Pak Jong Ae", "Pak Chŏng-ae"),
    "a spelling of the time, and the Revised Romanization": ("Pak Jong Ae", "Pak Jeong-ae"),
    "both standards": ("Pak Chŏng-ae", "Pak Jeong-ae"),
    "aspirates": ("Ch'oe Yong-gŏn", "Choe Yong-geon"),
    "typographic apostrophes": ("Ch’oe Yong-gŏn", "Ch'oe Yong-gŏn"),
    "the Soviet form, where ng is n and ŏ is e": ("Ch'oe Yong-gŏn", "Tsoi En Gen"),
    "the Soviet form and the Revised Romanization": ("Choe Yong-geon", "Tsoi En Gen"),
    "the Soviet form, where l is r": ("Kim Il Sung", "Kim Ir Sen"),
    "a breve for the usual u": ("Kim Il Sung", "Kim Il-sŏng"),
    "syllables joined or not": ("Kim Il Sung", "Kim Ilsung"),
    "Kontsevich's kh for h": ("Yun Kong-hŭm", "Yun Gon Khym"),
    "r fallen away before i": ("Ri Sang-jo", "Yi Sang-jo"),
    "English spelling of a family name": ("Ri Sang-jo", "Lee Sang-jo"),
    "Wade and Giles, and pinyin": ("Mao Tse-tung", "Mao Zedong"),
    "hs and x, p' and p": ("Teng Hsiao-p'ing", "Deng Xiaoping"),
    "ch' and q": ("Liu Shao-ch'i", "Liu Shaoqi"),
    "apostrophes dropped": ("Peng Te-huai", "Peng Dehuai"),
    "diaeresis": ("Khrushchev", "Khrushchëv"),
    "the scholarly transliteration": ("Khrushchev", "Chruščëv"),
    "ISO 9": ("Khrushchev", "Hruŝëv"),
    "German": ("Khrushchev", "Chruschtschow"),
    "Cyrillic itself": ("Khrushchev", "Хрущёв"),
    "ia for ya": ("Mikoyan", "Mikoian"),
    "an initial": ("Anastas Mikoyan", "A. Mikoyan"),
    "initials after the name": ("A. M. Puzanov", "Puzanov A.M."),
    "capitals": ("KIM IL SUNG", "Kim Il Sung"),
}
APART = [
    ("Kim Il", "Kim Il Sung"),
    ("Pak Il-u", "Pak Il"),
    ("Li", "Lin"),
    ("Kim Tu-bong", "Kim Tu-man"),
    ("Pak Chang-ok", "Pak Chŏng-ok"),
    ("Nam Il", "Nam Im-su"),
    ("Liu Shaoqi", "Li Shaoqi"),
    ("Zhou Enlai", "Zhu Enlai"),
    ("Petrov", "Pavlov"),
    ("Mikoyan", "Malenkov"),
    ("Anastas Mikoyan", "Artem Mikoyan"),
    ("Suslov", "Maslov"),
    ("Smith", "Smythe-Jones"),
]


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_what_a_romanisation_explains_is_near(one: str, other: str) -> None:
    assert distance(one, other) <= NEAR


@pytest.mark.parametrize(("one", "other"), APART, ids=[" and ".join(pair) for pair in APART])
def test_what_none_explains_is_apart(one: str, other: str) -> None:
    assert distance(one, other) > NEAR


@pytest.mark.parametrize(("part", "whole"), [("Khrushchëv", "Nikita Khrushchev"), ("Choi", "Ch'oe Yong-gŏn")])
def test_a_part_of_a_name_is_known_as_one(part: str, whole: str) -> None:
    assert distance(part, whole) == PART > NEAR


names = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from("kim il sŏng ch'oe yong-gŏn mao tse tung хрущёв шч ' - ỹ 金 ŷ".split()), max_size=8).map(
        " ".join
    ),
)


@settings(deadline=None)
@given(names, names)
def test_distance_is_a_symmetric_share_and_nothing_is_far_from_itself(one: str, other: str) -> None:
    found = distance(one, other)
    assert 0 <= found <= 1
    assert found == distance(other, one)
    assert distance(one, one) == distance(other, other) == 0


def test_a_name_of_any_length_is_compared_quickly() -> None:
    assert distance("kim " * 10_000, "il " * 10_000) > 0
    assert distance("k" * 100_000, "ng" * 100_000) > 0
