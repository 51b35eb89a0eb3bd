"""Rounds with a real key and real envelopes, made fast: for tests of what comes after answering."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from types import MappingProxyType

from django.conf import settings
from django.utils import timezone

from projects.register.models import Project
from surveys import sealing
from surveys.ballot.counting import key_store
from surveys.models import Envelope, Group, Invitation, QuestionnaireVersion, Round
from surveys.questionnaire import Questionnaire, fingerprint, from_yaml, pack, to_document
from surveys.questionnaire.packing import NO_PICKS, Picks

NO_BACKGROUND: Mapping[str, str] = MappingProxyType({})
INSTRUMENTS = Path(__file__).resolve().parents[2] / "surveys" / "instruments"


@dataclass
class BallotBox:
    """An open round: `box.round`, its whole `box.root`, and units by (organisation, unit) place."""

    round: Round
    root: Group
    organisations: list[Group]
    units: dict[tuple[int, int], Group]
    questionnaire: Questionnaire

    def cast(
        self,
        group: Group,
        choices: Mapping[str, int | None],
        text: str = "",
        picks: Picks = NO_PICKS,
        background: Mapping[str, str] = NO_BACKGROUND,
    ) -> None:
        """One invited person of the group answers."""
        Invitation.objects.create(
            round=self.round, group=group, channel=Invitation.Channel.SLIP, is_spent=True
        )
        self.put(self.envelope(group, choices, text, picks, background))

    def envelope(
        self,
        group: Group,
        choices: Mapping[str, int | None],
        text: str = "",
        picks: Picks = NO_PICKS,
        background: Mapping[str, str] = NO_BACKGROUND,
    ) -> bytes:
        texts = {self.questionnaire.open_questions[0].code: text} if text else {}
        choices_packed = pack(self.questionnaire, choices, picks)
        payload = sealing.AnswerPayload(choices_packed, str(group.pk), background, texts)
        assert self.round.public_key is not None
        assert self.round.padded_size is not None
        return sealing.seal(
            bytes(self.round.public_key),
            payload,
            server_key=settings.SURVEY_SERVER_KEY,
            round_id=self.round.pk,
            padded_size=self.round.padded_size,
        )

    def put(self, ciphertext: bytes) -> Envelope:
        return Envelope.objects.create(round=self.round, ciphertext=ciphertext)


def load_instrument(code: str = "yhes_readiness") -> QuestionnaireVersion:
    questionnaire = from_yaml((INSTRUMENTS / f"{code}.yaml").read_text())
    version, _ = QuestionnaireVersion.objects.get_or_create(
        code=questionnaire.code,
        version=questionnaire.version,
        defaults={"document": to_document(questionnaire), "fingerprint": fingerprint(questionnaire)},
    )
    return version


def open_box(
    project: Project,
    units: Sequence[int] = (1,),
    *,
    questionnaire: QuestionnaireVersion | None = None,
    closes_in: timedelta = timedelta(days=7),
) -> BallotBox:
    """An open round with `len(units)` organisations of so many units each."""
    version = questionnaire or load_instrument()
    content = version.questionnaire
    round_ = Round.objects.create(
        project=project,
        questionnaire=version,
        modules=sorted(content.modules),
        title="Esimerkkikysely",
        opened_at=timezone.now() - timedelta(days=1),
        closes_at=timezone.now() + closes_in,
    )
    round_.public_key = key_store().create(round_.pk)
    round_.padded_size = sealing.padded_size(content)
    round_.state = Round.State.OPEN
    round_.save()
    root = _group(round_, None, Group.Level.PROJECT, "Koko hanke")
    organisations, leaves = [], {}
    for place, count in enumerate(units):
        organisation = _group(round_, root, Group.Level.ORGANISATION, f"Esimerkkiopisto {place + 1}")
        organisations.append(organisation)
        for unit in range(count):
            leaves[place, unit] = _group(round_, organisation, Group.Level.UNIT, f"Yksikkö {unit + 1}")
    return BallotBox(round_, root, organisations, leaves, content)


def random_choices(questionnaire: Questionnaire, random: Random) -> dict[str, int | None]:
    """Mostly answers, now and then "cannot say", now and then nothing."""
    choices: dict[str, int | None] = {}
    for item in questionnaire.items:
        if random.random() < 0.95:
            choices[item.code] = random.choice([*item.scale.values, None])
    return choices


def fill(box: BallotBox, sizes: Mapping[tuple[int, int], int], seed: int = 1) -> None:
    """So many random answers into each unit."""
    random = Random(seed)
    for unit, size in sizes.items():
        for _ in range(size):
            box.cast(box.units[unit], random_choices(box.questionnaire, random))


def _group(round_: Round, parent: Group | None, level: int, label: str) -> Group:
    words = {"fi": label, "sv": label, "en": label}
    return Group.objects.create(round=round_, parent=parent, level=level, label=words, headcount=30)
