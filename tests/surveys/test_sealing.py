"""A token proves an invitation; an answer in an envelope tells nothing and counts once."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.public import PrivateKey, PublicKey, SealedBox

from surveys import instruments, sealing
from surveys.questionnaire import (
    MAX_OPEN_TEXT,
    MAX_OPEN_TEXTS,
    MAX_SHORT_TEXT,
    OpenQuestion,
    Text,
    open_text_limit,
    pack,
)
from surveys.sealing import (
    AnswerPayload,
    DuplicateEnvelope,
    ForgedEnvelope,
    OpenedAnswer,
    OpenedText,
    PayloadTooLarge,
    UnreadableEnvelope,
    new_slip_code,
    new_token,
    normalise_code,
    open_all,
    padded_size,
    seal,
    secure_shuffle,
    token_hash,
)
from tests.surveys.many_kinds import many_kinds

SERVER_KEY = b"a server key of at least 32 bytes"
OTHER_SERVER_KEY = b"another server key, 32 bytes or so"
PRIVATE = PrivateKey.generate()
PRIVATE_KEY, PUBLIC_KEY = bytes(PRIVATE), bytes(PRIVATE.public_key)
READINESS = instruments.load("yhes_readiness")
SIZE = padded_size(READINESS)
EMPTY = AnswerPayload(bytes(23), "1")
FULL = AnswerPayload(
    pack(READINESS, {item.code: 5 for item in READINESS.items}),
    "9" * 36,
    {"role": "teacher" * 10, "years": "over-20"},
    {"AV1": "\U0001f600" * MAX_OPEN_TEXT},
)


def sealed(payload: AnswerPayload = EMPTY, *, round_id: int = 1, server_key: bytes = SERVER_KEY) -> bytes:
    return seal(PUBLIC_KEY, payload, server_key=server_key, round_id=round_id, padded_size=SIZE)


def opened(*ciphertexts: bytes, round_id: int = 1) -> sealing.OpenedBatch:
    return open_all(PRIVATE_KEY, ciphertexts, server_key=SERVER_KEY, round_id=round_id)


# Tokens and code slips


def test_token_has_160_bits_and_needs_no_quoting() -> None:
    tokens = {new_token() for _ in range(1_000)}
    assert len(tokens) == 1_000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{27}", token) for token in tokens)


def test_slip_code_has_four_groups_without_ambiguous_characters() -> None:
    codes = [new_slip_code() for _ in range(500)]
    assert len(set(codes)) == 500
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code) for code in codes)
    assert len(Counter("".join(codes).replace("-", ""))) == 32


@pytest.mark.parametrize(
    "typed",
    [
        "K7QF-9M2X-04RT-ZH1B",
        "k7qf9m2x04rtzh1b",
        "  K7QF 9M2X 04RT ZH1B\n",
        "K7QF–9M2X—O4RT_ZHIB",
        "k7qf-9m2x-o4rt-zhlb",
        "Ｋ７ＱＦ-9M2X-04RT-ZH1B",
        "K7QF\u00a09M2X\u200b04RT\tZH1B",
    ],
)
def test_slip_code_is_understood_however_it_is_typed(typed: str) -> None:
    assert normalise_code(typed) == "K7QF-9M2X-04RT-ZH1B"


@pytest.mark.parametrize(
    "typed",
    ["", "K7QF-9M2X-04RT-ZH1", "K7QF-9M2X-04RT-ZH1BB", "K7QF-9M2X-04RT-ZH1U", "ä" * 16, "K" * 10_000_000],
)
def test_what_cannot_be_a_slip_code_is_none(typed: str) -> None:
    assert normalise_code(typed) is None


def test_printed_code_is_its_own_normal_form() -> None:
    code = new_slip_code()
    assert normalise_code(code) == code
    assert normalise_code(code.lower().replace("-", " ")) == code


def test_stored_hash_depends_on_token_and_server_key() -> None:
    token = new_token()
    stored = token_hash(SERVER_KEY, token)
    assert len(stored) == 32
    assert stored == token_hash(SERVER_KEY, token)
    assert stored != token_hash(OTHER_SERVER_KEY, token)
    assert stored != token_hash(SERVER_KEY, new_token())


def test_malformed_token_has_a_hash_and_no_error() -> None:
    assert len({token_hash(SERVER_KEY, text) for text in ("", "\x00", "\ud800", "ä", "a" * 100_000)}) == 5


def test_a_short_server_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        token_hash(b"short", "token")


# What an envelope tells

attribute_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
payloads = st.builds(
    AnswerPayload,
    st.lists(st.integers(0, 255), min_size=23, max_size=23).map(bytes),
    attribute_texts,
    st.dictionaries(attribute_texts, attribute_texts, max_size=2),
    st.dictionaries(
        st.just("AV1"), st.text(st.characters(exclude_categories=["Cs"]), max_size=MAX_OPEN_TEXT), max_size=1
    ),
)


@settings(deadline=None)
@given(payloads)
def test_every_answer_of_a_version_has_the_same_size_and_comes_back(payload: AnswerPayload) -> None:
    ciphertext = sealed(payload)
    assert len(ciphertext) == SIZE + 48
    batch = opened(ciphertext)
    background = tuple(sorted(payload.background.items()))
    assert batch.answers == [OpenedAnswer(payload.choices, payload.node, background)]
    assert batch.texts == [OpenedText(payload.node, code, text) for code, text in payload.texts.items()]


def test_the_shortest_and_the_longest_answer_have_the_same_size() -> None:
    assert len(sealed(EMPTY)) == len(sealed(FULL)) == SIZE + 48


@pytest.mark.parametrize("questions", [0, 1, 4, 7])
def test_longest_valid_answer_fits_exactly(questions: int) -> None:
    text = Text.same("?")
    asked = tuple(OpenQuestion("Q" * 60 + str(number), text) for number in range(questions))
    size = padded_size(replace(READINESS, open_questions=asked))
    total = min(MAX_OPEN_TEXTS, MAX_OPEN_TEXT * questions)
    texts = {question.code: "\U0001f600" * (total // questions) for question in asked}
    for code in itertools.islice(texts, total - sum(map(len, texts.values()))):
        texts[code] += "\U0001f600"
    room = sealing.ATTRIBUTE_BYTES - 2 * 4 - 2
    longest = AnswerPayload(bytes(23), "n" * room, {}, texts)
    ciphertext = seal(PUBLIC_KEY, longest, server_key=SERVER_KEY, round_id=1, padded_size=size)
    assert len(ciphertext) == size + 48
    with pytest.raises(PayloadTooLarge):
        seal(PUBLIC_KEY, longest, server_key=SERVER_KEY, round_id=1, padded_size=size - 1)


def test_longest_answer_to_every_kind_of_question_fits_exactly() -> None:
    whole = many_kinds()
    size = padded_size(whole)
    texts = {q.code: "\U0001f600" * open_text_limit(q) for q in whole.all_open_questions}
    assert sorted(map(len, texts.values())) == [MAX_SHORT_TEXT, MAX_OPEN_TEXT, MAX_OPEN_TEXT]
    room = sealing.ATTRIBUTE_BYTES - 2 * 4 - 2
    longest = AnswerPayload(bytes(len(whole.columns)), "n" * room, {}, texts)
    seal(PUBLIC_KEY, longest, server_key=SERVER_KEY, round_id=1, padded_size=size)
    with pytest.raises(PayloadTooLarge):
        seal(PUBLIC_KEY, longest, server_key=SERVER_KEY, round_id=1, padded_size=size - 1)


def test_too_long_attributes_are_refused_even_when_nothing_is_written() -> None:
    with pytest.raises(PayloadTooLarge):
        sealed(AnswerPayload(bytes(23), "1", {"role": "x" * sealing.ATTRIBUTE_BYTES}))


def test_the_same_answer_never_looks_the_same() -> None:
    first, second = sealed(FULL), sealed(FULL)
    assert first != second
    assert not any(first[i : i + 8] == second[i : i + 8] for i in range(len(first) - 8))


# What must not be counted


def test_envelopes_from_the_portal_are_all_counted() -> None:
    batch = opened(*(sealed(FULL) for _ in range(20)), memoryview(sealed(EMPTY)))
    assert Counter(answer.choices for answer in batch.answers) == {FULL.choices: 20, EMPTY.choices: 1}
    assert Counter((text.node, text.code) for text in batch.texts) == {("9" * 36, "AV1"): 20}


def test_no_envelopes_are_an_empty_batch() -> None:
    assert opened() == sealing.OpenedBatch([], [])


def test_a_copied_envelope_is_refused() -> None:
    copied = sealed()
    with pytest.raises(DuplicateEnvelope) as caught:
        opened(copied, sealed(), copied)
    assert caught.value.position == 2


def test_an_answer_sealed_a_second_time_is_refused() -> None:
    original = sealed(FULL)
    content = SealedBox(PRIVATE).decrypt(original)
    with pytest.raises(DuplicateEnvelope):
        opened(original, SealedBox(PublicKey(PUBLIC_KEY)).encrypt(content))


@pytest.mark.parametrize("position", [0, 31, 32, 47, 48, 100, SIZE + 47])
def test_an_envelope_with_a_deleted_byte_is_refused(position: int) -> None:
    whole = sealed()
    with pytest.raises(UnreadableEnvelope) as caught:
        opened(sealed(), whole[:position] + whole[position + 1 :])
    assert caught.value.position == 1


@pytest.mark.parametrize("position", [0, 31, 32, 47, 48, 100, SIZE + 47])
def test_an_envelope_with_a_changed_byte_is_refused(position: int) -> None:
    changed = bytearray(sealed())
    changed[position] ^= 1
    with pytest.raises(UnreadableEnvelope):
        opened(bytes(changed))


@pytest.mark.parametrize("ciphertext", [b"", b"\0", bytes(47), bytes(48), bytes(SIZE + 48)])
def test_what_is_no_envelope_is_refused(ciphertext: bytes) -> None:
    with pytest.raises(UnreadableEnvelope):
        opened(ciphertext)


def test_an_envelope_of_another_round_is_refused_for_its_key() -> None:
    other = bytes(PrivateKey.generate().public_key)
    moved = seal(other, EMPTY, server_key=SERVER_KEY, round_id=1, padded_size=SIZE)
    with pytest.raises(UnreadableEnvelope):
        opened(moved)


def test_an_envelope_of_another_round_is_refused_even_under_the_same_key() -> None:
    with pytest.raises(ForgedEnvelope):
        opened(sealed(round_id=2), round_id=1)


def test_a_stuffed_envelope_is_refused() -> None:
    with pytest.raises(ForgedEnvelope) as caught:
        opened(sealed(), sealed(FULL, server_key=OTHER_SERVER_KEY))
    assert caught.value.position == 1


@pytest.mark.parametrize("content", [b"", bytes(59), bytes(60), bytes(SIZE), b"\xff" * SIZE, b"\1" * SIZE])
def test_a_stuffed_envelope_with_any_content_is_refused(content: bytes) -> None:
    with pytest.raises((ForgedEnvelope, UnreadableEnvelope)):
        opened(SealedBox(PublicKey(PUBLIC_KEY)).encrypt(content))


@pytest.mark.parametrize("index", [0, 24, 59, 66, SIZE - 1])
def test_a_stuffed_envelope_made_of_a_known_answer_is_refused(index: int) -> None:
    content = bytearray(SealedBox(PRIVATE).decrypt(sealed()))
    content[index] ^= 1
    with pytest.raises((ForgedEnvelope, UnreadableEnvelope)):
        opened(SealedBox(PublicKey(PUBLIC_KEY)).encrypt(bytes(content)))


def test_envelopes_are_read_one_by_one() -> None:
    drawn: list[int] = []

    def stream() -> Iterator[bytes]:
        for number in range(10):
            drawn.append(number)
            yield sealed() if number < 3 else b"damaged"

    with pytest.raises(UnreadableEnvelope):
        open_all(PRIVATE_KEY, stream(), server_key=SERVER_KEY, round_id=1)
    assert drawn == [0, 1, 2, 3]


# Order


def test_opening_forgets_the_order_and_parts_texts_from_answers() -> None:
    given_order = [
        AnswerPayload(number.to_bytes(23, "big"), "1", {}, {"AV1": f"{number:04}"}) for number in range(200)
    ]
    batch = opened(*map(sealed, given_order))
    answers = [int.from_bytes(answer.choices, "big") for answer in batch.answers]
    texts = [int(text.text) for text in batch.texts]
    assert sorted(answers) == sorted(texts) == list(range(200))
    # In a random order about one of 200 keeps its place; 15 would happen once in 10^12 runs.
    for one, other in itertools.combinations((answers, texts, list(range(200))), 2):
        assert sum(a == b for a, b in zip(one, other, strict=True)) < 15


def test_shuffle_gives_every_order_the_same_chance() -> None:
    drawn = Counter(tuple(secure_shuffle("abc")) for _ in range(6_000))
    assert len(drawn) == 6
    # Each order comes 1,000 times give or take 29; 200 off is seven standard deviations.
    assert all(abs(times - 1_000) < 200 for times in drawn.values())


def test_shuffle_leaves_what_it_was_given_alone() -> None:
    given_list = [1, 2, 3]
    assert sorted(secure_shuffle(given_list)) == given_list == [1, 2, 3]
