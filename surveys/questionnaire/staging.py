"""Feedback asked by stage: the form first asks which stage it is about, then only that stage's questions.

Nothing but ordinary parts and conditions comes of it, so answers are packed, counted and protected as any
others: figures of a stage's questions appear only where at least ten were asked them and ten were not.
"""

from __future__ import annotations

from dataclasses import replace

from surveys.questionnaire.checks import MAX_CODE
from surveys.questionnaire.conditions import AllOf, IsOneOf
from surveys.questionnaire.errors import QuestionnaireError
from surveys.questionnaire.parts import STAGES, Dimension, Item, MultipleChoice, Part
from surveys.questionnaire.scales import MIN_OPTIONS, Option, Scale
from surveys.questionnaire.texts import Text
from surveys.questionnaire.whole import Questionnaire

STAGE_ITEM = "STAGE"
STAGE_SCALE = "process_stage"
CODE_END = "-stages"
OF_ALL = "overall"  # asked whatever the stage is

STAGE_NAMES = {
    "before": Text("Ennen koulutuksen alkua", "Före utbildningens början", "Before the training"),
    "agreement": Text("Sopimuksen tekeminen", "När avtalet ingås", "Making the agreement"),
    "planning": Text("Oppimisen suunnittelu", "Planering av lärandet", "Planning the learning"),
    "workplace": Text("Oppiminen työpaikalla", "Lärande på arbetsplatsen", "Learning at the workplace"),
    "assessment": Text("Osaamisen arviointi", "Bedömning av kunnandet", "Assessment"),
    OF_ALL: Text("Kokonaisuus", "Helheten", "Overall"),
}
_TITLE = Text("Vaihe", "Skede", "Stage")
_QUESTION = Text(
    "Mistä vaiheesta kerrot?", "Vilket skede vill du berätta om?", "Which stage are you telling about?"
)
_HELP = Text(
    "Valitse vaihe, joka sinulla on viimeksi ollut. Sen jälkeen kysytään vain siitä.",
    "Välj det skede som du senast har varit med om. Därefter frågar vi bara om det.",
    "Choose the stage that you have just been through. After that only it is asked about.",
)


def by_stage(questionnaire: Questionnaire) -> Questionnaire:
    """The same questionnaire, asked by stage: a first section asks for the stage, and the questions of each
    stage only of those who chose it. Questions of no stage, and "overall", are asked of everybody.

    Its code ends in "-stages". Raises `QuestionnaireError` where it cannot be asked by stage.
    """
    if not can_be_staged(questionnaire):
        raise QuestionnaireError("", "no_stages")
    options = tuple(Option(STAGES.index(stage) + 1, STAGE_NAMES[stage]) for stage in stages_of(questionnaire))
    first = Item(
        code=STAGE_ITEM,
        text=_QUESTION,
        help=_HELP,
        scale=Scale(STAGE_SCALE, options),
        in_index=False,
        ordered=False,
        required=True,
    )
    sections = tuple(
        replace(section, parts=tuple(_only_at_stage(part) for part in section.parts))
        for section in questionnaire.dimensions
    )
    return replace(
        questionnaire,
        title=_named(questionnaire.title),
        code=f"{questionnaire.code[: MAX_CODE - len(CODE_END)]}{CODE_END}",
        dimensions=(Dimension(STAGE_ITEM, _TITLE, (first,)), *sections),
    )


def _named(title: Text) -> Text:
    """Told apart from the one it is made of, in the languages that it has."""
    ends = {"fi": "vaiheittain", "sv": "skede för skede", "en": "by stage"}
    written = {language: words for language in ends if (words := getattr(title, language))}
    return Text(**{language: f"{words} ({ends[language]})" for language, words in written.items()})


def stages_of(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The stages that its questions are about, in the order of the process; "overall" is none."""
    asked = {part.stage for part in questionnaire.closed}
    return tuple(stage for stage in STAGES if stage in asked and stage != OF_ALL)


def can_be_staged(questionnaire: Questionnaire) -> bool:
    """Whether it is feedback about several stages that is not asked by stage yet."""
    is_asked = any(part.code == STAGE_ITEM for part in questionnaire.parts)
    return questionnaire.kind == "feedback" and len(stages_of(questionnaire)) >= MIN_OPTIONS and not is_asked


def chosen_stages(questionnaire: Questionnaire) -> dict[str, str]:
    """What the form sends for each stage, where it asks for the stage; empty where it does not."""
    item = next((item for item in questionnaire.items if item.code == STAGE_ITEM), None)
    if item is None or item.scale.code != STAGE_SCALE:
        return {}
    return {
        STAGES[option.value - 1]: str(option.value)
        for option in item.scale.options
        if 0 < option.value <= len(STAGES)
    }


def _only_at_stage(part: Part) -> Part:
    if not isinstance(part, Item | MultipleChoice) or part.stage in ("", OF_ALL):
        return part
    chosen = IsOneOf(STAGE_ITEM, (STAGES.index(part.stage) + 1,))
    return replace(part, show_if=AllOf((chosen, part.show_if)) if part.show_if else chosen)
