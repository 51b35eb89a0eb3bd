"""Figures and a whole publication to tell stories with, without a database.

The texts are the starter library's; the figures are those of a survey that nobody answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from roadmap.snapshot import EMPTY, Evidence, Publication, Step, Theme
from roadmap.starters import StarterStep, StarterTheme, library
from surveys import instruments
from surveys.evidence import DimensionFact, words
from yhes.common.figures import Bar, Figure
from yhes.common.words import Words

# Item → shares of the five options; index is computed from their means as surveys do.
SHARES = {
    "YK1": (4, 12, 22, 42, 20),
    "YK2": (3, 10, 20, 44, 23),
    "YK3": (5, 16, 24, 38, 17),
    "YK4": (6, 18, 25, 36, 15),
    "OS1": (9, 17, 15, 38, 21),
    "OS2": (18, 27, 17, 27, 11),
    "OS3": (19, 27, 13, 29, 12),
    "OS4": (9, 18, 21, 34, 18),
    "OS5": (10, 19, 21, 33, 17),
    "LU1": (4, 13, 15, 41, 27),
    "LU2": (6, 14, 20, 38, 22),
    "LU3": (5, 12, 18, 40, 25),
    "LU4": (6, 15, 19, 38, 22),
    "JO2": (14, 24, 16, 33, 13),
    "JO3": (15, 25, 17, 31, 12),
    "JO4": (14, 25, 20, 29, 12),
    "ME1": (2, 5, 9, 36, 48),
    "ME2": (5, 12, 20, 38, 25),
    "ME3": (2, 7, 14, 44, 33),
    "KU1": (12, 19, 14, 38, 17),
    "KU2": (9, 17, 15, 42, 17),
    "KU3": (12, 20, 17, 35, 16),
}
SURVEY_DAY = date(2025, 11, 21)
NOTE = Words(
    fi="Itse laadittu kehittämisen väline, ei validoitu mittari eikä koskaan diagnoosi.",
    sv="Ett egenformulerat utvecklingsverktyg, inte ett validerat mätinstrument och aldrig en diagnos.",
    en="An own-worded development tool, not a validated measure and never a diagnosis.",
)


def say(fi: str, sv: str = "", en: str = "") -> Words:
    return Words(fi=fi, sv=sv, en=en)


def survey_figure(tail: str, *, release: int = 3, **fields: Any) -> Figure:
    values = {
        "source": "surveys",
        "source_line": say("Kysely 2025, n 200+", "Enkät 2025, n 200+", "Survey 2025, n 200+"),
        "as_of": SURVEY_DAY,
        "n_band": "200+",
        "address": f"/id/release/{release}",
        "is_example": True,
        "note": NOTE,
    }
    return Figure(key=f"surveys:release-{release}:{tail}", **(values | fields))


def bar(code: str) -> Bar:
    questionnaire = instruments.load("yhes_readiness")
    item = next(item for item in questionnaire.items if item.code == code)
    shares = SHARES[code]
    return Bar(code, words(item.text), shares, shares[3] + shares[4])


def scale() -> tuple[Words, ...]:
    first = instruments.load("yhes_readiness").dimensions[0]
    return tuple(words(option.label) for option in first.scale.options)


def index_of(codes: Sequence[str]) -> int:
    means = [sum(place * share for place, share in enumerate(SHARES[code])) / 100 for code in codes]
    return round(sum(means) / len(means) * 25)


def item_figure(code: str, *, release: int = 3) -> Figure:
    shown = bar(code)
    return survey_figure(
        f"agree:{code}",
        release=release,
        value=shown.agree,
        unit="percent",
        label=say("samaa mieltä", "av samma åsikt", "agree"),
        bars=(shown,),
        scale=scale(),
    )


def dimension_fact(code: str, *, release: int = 3, **fields: Any) -> DimensionFact:
    """A dimension of the readiness questionnaire; `fields` replace what the fact says."""
    questionnaire = instruments.load("yhes_readiness")
    dimension = next(found for found in questionnaire.dimensions if found.code == code)
    codes = [item.code for item in dimension.items if item.code in SHARES]
    items = tuple(bar(found) for found in codes)
    figure = survey_figure(
        f"index:{code}",
        release=release,
        value=index_of(codes),
        unit="index",
        label=words(dimension.title),
        bars=items,
        scale=scale(),
    )
    fact = DimensionFact(
        figure=figure,
        code=code,
        title=words(dimension.title),
        round_title=say("Yhteiskehittämisen valmiudet 2025"),
        index=figure.value,
        previous=None,
        gap=None,
        asked=tuple(codes),
        items=items,
    )
    return replace(fact, **fields)


WORKSHOP = Figure(
    key="workshops:outcomes:1",
    source="workshops",
    value=23,
    unit="count",
    label=say(
        "ehdotusta kehittämisen ajasta",
        "förslag om tid för utveckling",
        "suggestions on time for development",
    ),
    source_line=say("Työpaja 14.4.2026", "Workshop 14.4.2026", "Workshop 14 April 2026"),
    as_of=date(2026, 4, 14),
    is_example=True,
    quote=say(
        "Kehittäminen jää siihen, mitä tunneilta jää yli. Kun aika on kalenterissa, se myös käytetään.",
        "Utvecklingen får den tid som blir över. När tiden finns i kalendern blir den också använd.",
        "Development gets what is left over. When the time is in the calendar, it is also used.",
    ),
)
COACHES = Figure(
    key="peercoaching:regions",
    source="peercoaching",
    value=11,
    of=19,
    unit="share",
    label=say("maakunnassa on valmentaja", "landskap har en coach", "regions have a coach"),
    source_line=say("Tilanne 31.10.2026", "Läget 31.10.2026", "As of 31 October 2026"),
    as_of=date(2026, 10, 31),
    is_example=True,
)
PROTECTED = survey_figure(
    "agree:JO1", value=None, unit="percent", label=say("samaa mieltä", "av samma åsikt", "agree")
)


def figures() -> dict[str, Figure]:
    found = [dimension_fact(code).figure for code in ("YK", "OS", "LU", "JO", "ME", "KU")]
    found += [item_figure(code) for code in SHARES]
    return {figure.key: figure for figure in (*found, WORKSHOP, COACHES, PROTECTED)}


def publication(**fields: Any) -> Publication:
    """Four themes and fourteen steps, as the pictures have them."""
    themes = tuple(
        _theme(place, code, library().themes[code])
        for place, code in enumerate(("OS", "LU", "JO", "KU"), start=1)
    )
    keys = [quote.key for theme in themes for quote in theme.evidence]
    keys += [quote.key for theme in themes for step in theme.steps for quote in step.evidence]
    made = Publication(
        roadmap_id=1,
        slug="yhes",
        title=say(
            "Yhteiskehittämisen ja työhyvinvoinnin tiekartta",
            "Färdplan för samutveckling och välbefinnande i arbetet",
            "Roadmap for co-development and wellbeing at work",
        ),
        intro=say(
            "Polku tästä päivästä eteenpäin: mitä tehdään, kenelle, kuka vastaa ja mihin tieto perustuu.",
            "En väg från i dag framåt: vad som görs, för vem, vem som ansvarar och vad det bygger på.",
            "A path from today onwards: what is done, for whom, who is responsible and what it rests on.",
        ),
        publisher=say("YHES", "YHES", "YHES"),
        number=2,
        published_on="2026-11-03",
        periods={
            "now": say("2026–2027", "2026–2027", "2026–2027"),
            "next": say("2027–2028", "2027–2028", "2027–2028"),
            "later": say("2029 ja sen jälkeen", "2029 och därefter", "2029 and after"),
        },
        is_example=True,
        themes=themes,
        figures={key: figures()[key] for key in dict.fromkeys(keys)},
    )
    return replace(made, **fields)


def _theme(number: int, code: str, starter: StarterTheme) -> Theme:
    fact = dimension_fact(code)
    order = {"now": 0, "next": 1, "later": 2}
    starters = sorted(starter.steps, key=lambda step: order[step.horizon])
    return Theme(
        id=number * 10,
        number=number,
        title=starter.title,
        lead=starter.lead,
        summary=starter.summary,
        finding=EMPTY,
        survey_says=say(
            "Kolme viidestä pääsee mukaan kehittämään omaa työtään. Silti lähes puolet kokee, ettei aikaa ole.",
            "Tre av fem får vara med och utveckla sitt arbete. Ändå upplever nästan hälften att tiden inte räcker.",
            "Three in five take part in developing their work. Still nearly half find that there is no time.",
        ),
        workshops_say=say(
            "Työpajassa 14.4.2026 koottiin 23 ehdotusta. Yleisin toive oli vastaus kahden viikon kuluessa.",
            "På workshoppen 14.4.2026 samlades 23 förslag. Den vanligaste önskan var svar inom två veckor.",
            "The workshop of 14 April 2026 gathered 23 suggestions, most often an answer within two weeks.",
        ),
        reason=EMPTY,
        dimension=code,
        previous_index=(fact.index or 0) - 3,
        evidence=(Evidence(fact.figure.key, EMPTY),),
        steps=tuple(_step(number, at, step) for at, step in enumerate(starters, start=1)),
        closed=(),
    )


def _step(theme: int, at: int, starter: StarterStep) -> Step:
    evidence = [Evidence(f"surveys:release-3:agree:{code}", EMPTY) for code in starter.items]
    if starter.code in ("time", "answer"):
        evidence.append(Evidence(WORKSHOP.key, EMPTY))
    if starter.code == "coach":
        evidence.append(Evidence(COACHES.key, EMPTY))
    return Step(
        id=theme * 100 + at,
        number=f"{theme}.{at}",
        title=starter.title,
        why=starter.why,
        for_whom=starter.for_whom,
        responsible=starter.responsible,
        done_when=starter.done_when,
        how_to_start=starter.how_to_start,
        horizon=starter.horizon,
        state={"now": "running", "next": "trying", "later": "planned"}[starter.horizon],
        change_reason=EMPTY,
        sector=starter.sector,
        min_size=starter.min_size,
        closed_on="",
        evidence=tuple(evidence),
    )
