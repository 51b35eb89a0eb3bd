"""What the files of a release say, in three languages."""

from __future__ import annotations

from functools import cache

from django.utils.translation import gettext

from surveys.formats.releases import Mark, Wording
from surveys.questionnaire import Text
from yhes.common.words import in_every_language


@cache
def wording() -> Wording:
    """Every word of the files. Made once in a process: translations change with the code only."""
    return Wording(
        **_groups(),
        **_statistics(),
        **_rules(),
        **_headings(),
        levels={
            "project": _("whole project"),
            "region": _("region"),
            "organisation": _("organisation"),
            "unit": _("unit"),
        },
        marks={
            Mark.RANGE: _("Range only"),
            Mark.NO_RANGE: _("Exact figures"),
            Mark.NOT_ASKED: _("Question not asked"),
        },
        meanings=_meanings(),
        facts=_facts(),
        audiences={
            "inside": _("People of the project. Do not pass it on to others."),
            "public": _("Everybody"),
        },
        licences={
            "inside": _("For use inside the project only."),
            "public": Text.same("CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"),
        },
    )


def _(message: str) -> Text:
    words = in_every_language(lambda: gettext(message))
    return Text(fi=words["fi"], sv=words["sv"], en=words["en"])


def _groups() -> dict[str, Text]:
    return {
        "group": _("Group"),
        "group_id": _("Number of the group, the same in every release of the round"),
        "parent": _("Number of the group that it is part of"),
        "part_of": _("Part of"),
        "level": _("Level"),
    }


def _statistics() -> dict[str, Text]:
    return {
        "respondents": _("Respondents"),
        "respondents_band": _("Respondents, roughly"),
        "index": _("{title}: index 0–100"),
        "item_index": _("{text} – index 0–100"),
        "agree": _("{text} – share of those who agree, %"),
        "share": _("{text} – share of “{option}”, %"),
        "range_from": _("{text} – first option of the range that about 90 per cent or more chose"),
        "range_to": _("{text} – last option of the range that about 90 per cent or more chose"),
        "not_chosen": _("not chosen"),
        "chosen": _("chosen"),
        "protected": _("Protected"),
        "protected_meaning": _(
            "The result is not shown, to protect those who answered. Protected is not zero. "
            "What is protected depends on the sizes of groups alone, never on the result."
        ),
    }


def _meanings() -> dict[Mark, Text]:
    return {
        Mark.RANGE: _(
            "About 90 per cent or more chose one option or two adjacent ones. Only that range is told, "
            "in columns of its own."
        ),
        Mark.NO_RANGE: _("There is no such range: the exact figures are told instead."),
        Mark.NOT_ASKED: _("The group was not asked this, or there is no such figure of it."),
    }


def _rules() -> dict[str, Text]:
    return {
        "group_rule": _(
            "Groups of at least {inside} respondents inside the project and {public} in public, and only "
            "where published groups cannot be subtracted from one another to leave fewer."
        ),
        "index_rule": _("Told where the index of every question of the dimension is told."),
        "item_rule": _(
            "Told where at least {inside} people inside the project and {public} in public answered the "
            "question, also in what is left when published groups are subtracted from one another."
        ),
        "distribution_rule": _(
            "Told where at least {public} people answered the question, also in what is left when published "
            "groups are subtracted from one another."
        ),
        "smallest": _("Never told of groups smaller than this level: {level}."),
        "method": _(
            "An index is (mean − lowest) ÷ (highest − lowest) × 100 in whole numbers, and that of a "
            "dimension the mean of its questions’ published indexes. The means of small groups are kept away "
            "from the ends of the scale. A group in which nearly all answered alike counts in the figures of "
            "larger groups as 95 per cent in that range, whatever the exact shares are, so that those "
            "figures may be off by a point or two."
        ),
        "caution": _(
            "A development tool, not a validated measure and never a diagnosis. "
            "Differences of less than five points should not be read as change."
        ),
        "example": _("The answers are made up, and the organisations do not exist."),
        "cite": _("{project}: {title}. Release {number}, {day}. {address}"),
    }


def _headings() -> dict[str, Text]:
    return {
        "read_me": _("Read me"),
        "dimensions": _("Dimensions"),
        "questions": _("Questions"),
        "codebook": _("Codebook"),
        "dimension": _("Dimension"),
        "question": _("Question"),
        "code": _("Code"),
        "index_head": _("Index"),
        "agree_head": _("Agree, %"),
        "range_head": _("Range"),
        "column": _("Column"),
        "meaning": _("Meaning"),
        "scale": _("Scale"),
        "rule": _("When it is told"),
    }


def _facts() -> dict[str, Text]:
    return {
        "title": _("Survey"),
        "project": _("Project"),
        "release": _("Release"),
        "released": _("Released"),
        "closed": _("Round closed"),
        "audience": _("Who may read this"),
        "example": _("Example data"),
        "thresholds": _("Reporting threshold"),
        "method": _("How the figures were made"),
        "caution": _("How to read them"),
        "licence": _("Licence"),
        "cite": _("How to cite"),
        "fingerprint_sha256": _("Fingerprint of the release (SHA-256)"),
        "questionnaire": _("Questionnaire"),
        "instrument": _("Version of the questionnaire"),
        "note": _("About the questionnaire"),
        "instrument_licence": _("Licence of the questionnaire"),
        "source": _("Source of the questionnaire"),
        "citation": _("How to cite the questionnaire"),
    }
