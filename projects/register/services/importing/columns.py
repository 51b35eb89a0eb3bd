"""What the columns of an uploaded file can mean, guessed from their headings in three languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.register.naming import plain_name

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
_FIELD_OF: Final = {
    heading: field for field, headings in _HEADINGS.items() for heading in headings.split("|")
}


def guess(header: Sequence[str]) -> list[str]:
    """For each heading the field it probably means, each field once; "" where nothing is recognised.

    A file that names the provider and no organisation beside it is a list of providers.
    """
    found: list[str] = []
    for heading in header:
        field = _FIELD_OF.get(plain_name(heading), "")
        found.append("" if field in found else field)
    if "provider" in found and not any(field.startswith("name_") for field in found):
        found[found.index("provider")] = "name_fi"
    return found
