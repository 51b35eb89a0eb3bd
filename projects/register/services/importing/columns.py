"""What the columns of an uploaded file can mean, guessed from their headings in three languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.register.models import PartnerImport
from projects.register.naming import plain_name
from yhes.common.words import in_every_language

FIELDS: Final[dict[str, str | Promise]] = {
    "business_id": _("Business ID"),
    "name_fi": _("Name in Finnish"),
    "name_sv": _("Name in Swedish"),
    "name_en": _("Name in English"),
    "trade_name_fi": _("Trade name in Finnish"),
    "trade_name_sv": _("Trade name in Swedish"),
    "trade_name_en": _("Trade name in English"),
    "kind": _("Kind"),
    "legal_form": _("Legal form"),
    "region": _("Region"),
    "website": _("Website"),
    "provider": _("Provided by"),
    "role": _("Role in the project"),
}

EMPLOYER_FIELDS: Final[dict[str, str | Promise]] = {
    "workplace": _("Workplace"),
    "business_id": _("Business ID"),
    "school": _("School or provider"),
    "stage": _("Stage"),
    "has_apprenticeships": _("Apprenticeships"),
    "has_training_agreements": _("Training agreements"),
    "other_agreement": _("Other agreement"),
    "last_contact_on": _("Last contact"),
    "next_step": _("Next step"),
    "next_step_on": _("Next step by"),
    "owner": _("Owner's e-mail"),
    "deputy": _("Deputy's e-mail"),
}
FIELDS_OF: Final[Mapping[str, dict[str, str | Promise]]] = {
    PartnerImport.Subject.PARTNERS: FIELDS,
    PartnerImport.Subject.EMPLOYERS: EMPLOYER_FIELDS,
}

# Headings that people write, plain; what the portal's own export writes is among them.
_HEADINGS: Final[dict[str, str]] = {
    "business_id": """y tunnus|ytunnus|business id|businessid|vat number|fo nummer|fonummer
        |koulutuksen järjestäjän y tunnus""",
    "name_fi": """nimi|nimi suomeksi|virallinen nimi|organisaatio|organisaation nimi|järjestäjä
        |koulutuksen järjestäjä|kumppani|oppilaitos|yritys|name|official name|organisation|organization
        |partner|provider name|name in finnish|name fi|nimi fi|namn på finska""",
    "name_sv": """nimi ruotsiksi|namn|namn på svenska|officiellt namn|utbildningsanordnare|anordnare
        |name in swedish|name sv|nimi sv|namn sv""",
    "name_en": "nimi englanniksi|namn på engelska|name in english|name en|nimi en",
    "trade_name_fi": "markkinointinimi|kauppanimi|aputoiminimi|trade name|markkinointinimi suomeksi",
    "trade_name_sv": "marknadsföringsnamn|bifirma|markkinointinimi ruotsiksi",
    "trade_name_en": "markkinointinimi englanniksi|trade name in english",
    "kind": "laji|tyyppi|organisaatiotyyppi|kind|type|typ|slag|organisationstyp",
    "legal_form": "yhtiömuoto|oikeudellinen muoto|juridisk form|bolagsform|legal form",
    "region": "maakunta|alue|landskap|region|område",
    "website": "verkkosivut|verkkosivusto|kotisivu|www|url|website|webbplats|webbsida|hemsida",
    "provider": "ylläpitäjä|järjestäjän nimi|provided by|provider|upprätthålls av|huvudman",
    "role": "rooli|rooli hankkeessa|role|role in the project|roll|roll i projektet",
}
_EMPLOYER_HEADINGS: Final[dict[str, str]] = {
    "workplace": "työnantaja|yritys|nimi|arbetsgivare|företag|namn|employer|company|name",
    "business_id": "y tunnus|ytunnus|fo nummer|fonummer",
    "school": "oppilaitos|järjestäjä|koulu|läroanstalt|anordnare|school|provider",
    "stage": "tila|state|status|läge",
    "has_apprenticeships": "oppisopimus|läroavtal|apprenticeship",
    "has_training_agreements": "koulutussopimus|utbildningsavtal|training agreement",
    "other_agreement": "muu sopimus|annat avtal",
    "last_contact_on": "viimeksi yhteydessä|viimeisin yhteydenotto|senaste kontakt",
    "next_step": "seuraava askel|nästa steg",
    "next_step_on": "seuraava askel viimeistään|määräpäivä|nästa steg senast|senast|due",
    "owner": "vastuuhenkilö|vastuuhenkilön sähköposti|ansvarig|owner",
    "deputy": "varahenkilö|varahenkilön sähköposti|ersättare|deputy",
}


def guess(header: Sequence[str], subject: str = PartnerImport.Subject.PARTNERS) -> list[str]:
    """For each heading the field it probably means, each field once; "" where nothing is recognised.

    What a field is called in any language is a heading of it: the portal's own exports can be read again.
    """
    known = _field_of(subject)
    found: list[str] = []
    for heading in header:
        field = known.get(plain_name(heading), "")
        found.append("" if field in found else field)
    return _with_names(found) if subject == PartnerImport.Subject.PARTNERS else found


def _field_of(subject: str) -> dict[str, str]:
    """Plain heading → field."""
    fields = FIELDS_OF[subject]
    known: dict[str, str] = {}
    for field, label in fields.items():
        for word in in_every_language(lambda label=label: str(label)).values():  # type: ignore[misc]
            known.setdefault(plain_name(str(word)), field)
    written = _HEADINGS if subject == PartnerImport.Subject.PARTNERS else _EMPLOYER_HEADINGS
    for field, headings in written.items():
        for heading in headings.split("|"):
            known[" ".join(heading.split())] = field
    return known


def _with_names(found: list[str]) -> list[str]:
    """A file that names the provider and no organisation beside it is a list of providers."""
    if "provider" in found and not any(field.startswith("name_") for field in found):
        found[found.index("provider")] = "name_fi"
    return found
