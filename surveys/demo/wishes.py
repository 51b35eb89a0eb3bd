"""What the fictional staff of the demo write in their own words, and what a coordinator makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from random import Random
from typing import Final

from surveys import disclosure
from surveys.models import FreeText, Round
from surveys.services import moderating, text_releases
from yhes.accounts.models import User

EVERY: Final = 3  # one person in three writes something
_LEFT: Final = 24  # texts that nobody has read yet in the round whose queue can be tried

# Texts that a coordinator must not let through as they are. Nobody in them exists.
CLUES: Final = (
    "Rehtori Virtanen kuuntelee, mutta päätökset tehdään johtoryhmässä. Toivoisin avoimempaa valmistelua.",
    "Olen yksikön ainoa kuraattori, eikä minua ole kutsuttu yhteenkään suunnittelupäivään.",
    "Matti Meikäläinen ja Liisa saavat aina äänensä kuuluviin, me muut emme.",
    "Minulle saa soittaa asiasta: 050 000 0000. Yhteistä suunnitteluaikaa tarvitaan!",
    "Lähetin ideani jo keväällä osoitteesta maija.malli@esimerkki.example, mutta vastausta ei tullut.",
    "Avdelningschef Malmström frågar oss först när allt redan är bestämt.",
    "Sairauslomani jälkeen kukaan ei kertonut, mitä kehittämisryhmässä oli sovittu.",
    "010190-900P. Kirjoitin tunnukseni, jos haluatte kysyä lisää kokeilusta.",
    "Koulutuspäällikkö lupasi ajan kehittämiseen lukujärjestykseen, ja toivon, että Anna pitää siitä kiinni.",
)
_FINNISH: Final = (
    (
        "Yhteistä suunnitteluaikaa pitäisi olla joka viikko.",
        "Työpaikkaohjaajat kannattaisi kutsua mukaan alusta asti.",
        "Haluaisin nähdä, mitä edellisistä ideoista tuli.",
        "Pienet kokeilut veisivät asioita eteenpäin nopeammin kuin isot hankkeet.",
        "Opiskelijoiden pitäisi päästä kertomaan kokemuksistaan itse.",
        "Kehittämispäivät voisi pitää työpaikoilla eikä koululla.",
        "Selkeä työnjako auttaisi: kuka päättää ja kuka valmistelee.",
        "Uusille työntekijöille tarvitaan yhteinen tapa tulla mukaan.",
        "Toivon, että kokouksissa kuultaisiin myös hiljaisempia.",
        "Hyvät käytännöt pitäisi kirjata paikkaan, josta ne löytyvät.",
        "Tiimien välille tarvitaan säännöllinen vaihto.",
        "Yhteinen kahvihetki työelämän kanssa kerran kuussa riittäisi alkuun.",
    ),
    (
        "Nyt asiat sovitaan käytävällä.",
        "Moni hyvä ajatus jää kiireen alle.",
        "Silloin muutoksiin ehtisi valmistautua.",
        "Se vähentäisi päällekkäistä työtä.",
        "Meillä siitä on hyviä kokemuksia.",
        "Tähän asti se on jäänyt puheeksi.",
        "Luottamus syntyy, kun tehdään yhdessä.",
        "Näin vastuu jakautuisi tasaisemmin.",
        "Muuten samat ihmiset tekevät kaiken.",
        "Siitä hyötyisivät kaikki.",
    ),
)
_SWEDISH: Final = (
    (
        "Gemensam planeringstid borde finnas i schemat.",
        "Arbetsplatshandledarna borde vara med från början.",
        "Vi borde besöka varandras enheter.",
        "Jag vill höra vad som blev av de tidigare idéerna.",
    ),
    (
        "Det har fungerat bra hos oss.",
        "Nu är det samma personer som gör allt.",
        "Då hinner vi förbereda oss.",
        "Det sparar dubbelt arbete.",
    ),
)


def wishes(random: Random) -> Iterator[str]:
    """About 140 different texts, the same at every run; one in ten is a clue while there are any."""
    ordinary = [f"{wish} {reason}" for parts in (_FINNISH, _SWEDISH) for wish, reason in product(*parts)]
    random.shuffle(ordinary)
    clues = iter(CLUES)
    for place, text in enumerate(ordinary):
        if place % 10 == 0:
            yield from islice(clues, 1)
        yield text


def read_all(round_: Round, user: User) -> None:
    """Every text is decided on, then all are released."""
    for text in _with_clues(round_):
        _decide(text)
    FreeText.objects.waiting().filter(round=round_).update(state=FreeText.State.SHOWN)
    text_releases.release_texts(round_=round_, user=user)


def read_some(round_: Round) -> None:
    """A few wait, among them those that need a second look."""
    decided = _with_clues(round_)[:3]
    for text in decided:
        _decide(text)
    ordinary = FreeText.objects.waiting().filter(round=round_).exclude(text__in=CLUES).in_turn()
    read = list(ordinary.values_list("pk", flat=True))[_LEFT:]
    FreeText.objects.filter(pk__in=read).update(state=FreeText.State.SHOWN)


def _with_clues(round_: Round) -> list[FreeText]:
    """In the order of `CLUES`, so that every run decides alike."""
    texts = {text.text: text for text in FreeText.objects.waiting().filter(round=round_, text__in=CLUES)}
    return [texts[clue] for clue in CLUES if clue in texts]


def _decide(text: FreeText) -> None:
    """Remove what is marked; a text about somebody's health is withheld, others are shown."""
    if text.text.startswith("Sairauslomani"):
        moderating.withhold_text(text=text, seen=text.state, reason=FreeText.Reason.PRIVATE)
    elif parts := [text.text[hint.start : hint.end] for hint in disclosure.find_hints(text.text)]:
        moderating.redact_text(text=text, seen=text.state, parts=parts)
    else:
        moderating.show_text(text=text, seen=text.state)
