"""Projects and organisations in the words of schema.org, as JSON-LD."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse, JsonResponse

from projects.register.api.rows import organisation_url, project_url, public_partnerships
from projects.register.models import Organisation, Project
from yhes.common.words import in_language, of_field

LINKED: Final = "application/ld+json"


def of_project(row: Project) -> dict[str, Any]:
    """A ResearchProject, with its real partners as members."""
    members = public_partnerships(project=row.pk).filter(organisation__is_fictional=False)
    return {
        "@context": "https://schema.org",
        "@type": "ResearchProject",
        "@id": project_url(row),
        "url": project_url(row),
        "name": _tagged(of_field(row, "name")),
        "alternateName": in_language(of_field(row, "acronym"), "fi"),
        "description": _tagged(of_field(row, "summary")),
        "foundingDate": row.starts_on.isoformat() if row.starts_on else None,
        "dissolutionDate": row.ends_on.isoformat() if row.ends_on else None,
        "identifier": row.decision_number,
        "sameAs": row.website,
        "funder": _linked_organisation(row.funder) if row.funder else None,
        "member": [_linked_organisation(partnership.organisation) for partnership in members],
    }


def of_organisation(row: Organisation) -> dict[str, Any]:
    return {"@context": "https://schema.org", **_linked_organisation(row)}


def _linked_organisation(row: Organisation) -> dict[str, Any]:
    return {
        "@type": "Organization",
        "@id": organisation_url(row),
        "url": organisation_url(row),
        "name": _tagged(of_field(row, "name")),
        "alternateName": row.trade_name,
        "taxID": row.business_id,
        "sameAs": row.website,
        "disambiguatingDescription": "Fictional example organisation" if row.is_fictional else "",
    }


def _tagged(words: Any) -> list[dict[str, str]]:
    return [{"@language": code, "@value": words[code]} for code in ("fi", "sv", "en") if words[code]]


def response(document: dict[str, Any]) -> HttpResponse:
    """Without what is not known."""
    return JsonResponse(_known(document), content_type=LINKED, json_dumps_params={"ensure_ascii": False})


def _known(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _known(each) for key, each in value.items() if each}
    return [_known(each) for each in value] if isinstance(value, list) else value
