"""What every list of the open data has: pages, files, problems, limits (decision 0093).

Read only, the same for everybody: no session, no cookie. Errors are problem documents (RFC 9457).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Annotated, Any, Final, Generic, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page
from ninja import Field, Path, Query, Schema

from yhes.common.throttle import allows, network_address

T = TypeVar("T")
View = Callable[..., HttpResponse]

PER_PAGE: Final = 50
MOST_PER_PAGE: Final = 200
LARGEST_KEY: Final = 2**63 - 1
A_MINUTE: Final = 120  # requests from one network address
PROBLEM: Final = "application/problem+json"

Key = Annotated[int, Path(ge=1, le=LARGEST_KEY)]
MaybeKey = Annotated[int | None, Query(ge=1, le=LARGEST_KEY)]


class Words(Schema):
    """One text in Finnish, Swedish and English; empty where it is not translated."""

    fi: str = ""
    sv: str = ""
    en: str = ""


class Problem(Schema):
    """Why there is no answer (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""


class Page(Schema, Generic[T]):
    """A page of a list; `next` and `previous` are query strings, or null."""

    count: int = Field(description="How many there are on all pages")
    next: str | None
    previous: str | None
    items: list[T]


class Paging(Schema):
    """Which part of a list."""

    page: int = Field(1, ge=1, le=1_000_000)
    per_page: int = Field(PER_PAGE, ge=1, le=MOST_PER_PAGE)


def page_of(found: QuerySet[Any], paging: Paging, draw: Callable[[Any], Any], **kept: Any) -> dict[str, Any]:
    """A page of an ordered queryset, an empty one behind the last; `kept`: filters that stay in the links."""
    start = (paging.page - 1) * paging.per_page
    count = found.count()
    return {
        "count": count,
        "next": _link(paging, 1, kept) if start + paging.per_page < count else None,
        "previous": _link(paging, -1, kept) if paging.page > 1 else None,
        "items": [draw(row) for row in found[start : start + paging.per_page]],
    }


def _link(paging: Paging, step: int, kept: dict[str, Any]) -> str:
    chosen = [f"{name}={value}" for name, value in kept.items() if value is not None]
    return "?" + "&".join([*chosen, f"page={paging.page + step}", f"per_page={paging.per_page}"])


def one_of(found: QuerySet[Any], key: int) -> Any:
    """Raises Http404: what is not public and what does not exist look alike."""
    row = found.filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def problem(status: int, detail: str = "") -> HttpResponse:
    document = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JsonResponse(document, status=status, content_type=PROBLEM)


PROBLEMS: Final[dict[int, Any]] = {404: Problem, 422: Problem, 429: Problem}


def as_file(kind: str, *statuses: int) -> dict[str, Any]:
    """`openapi_extra` of an address that answers with something else than plain JSON: a table, or JSON-LD."""
    schema = {"type": "object" if kind.endswith("json") else "string"}
    answers: dict[int, Any] = {200: {"description": "OK", "content": {kind: {"schema": schema}}}}
    return {"responses": answers}


def open_to_all(view: View) -> View:
    """Everybody may ask, so often; answers may be kept a minute, and are not sent twice (ETag)."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not allows("open-data", network_address(request), limit=A_MINUTE, seconds=60):
            refused = problem(429, f"At most {A_MINUTE} requests a minute. Try again in a minute.")
            refused["Retry-After"] = "60"
            return refused
        is_head = request.method == "HEAD"
        if request.method not in ("GET", "HEAD"):
            response: HttpResponse = HttpResponseNotAllowed(["GET", "HEAD"])
        else:
            request.method = "GET"
            response = view(request, *args, **kwargs)
        if response.status_code >= 400 and not response["Content-Type"].startswith(PROBLEM):
            told = problem(response.status_code)
            if "Allow" in response:
                told["Allow"] = response["Allow"]
            return told
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=60, s_maxage=10)
            response["Access-Control-Allow-Origin"] = "*"
        if is_head:
            request.method, response["Content-Length"], response.content = "HEAD", len(response.content), b""
        return response

    shown: View = login_not_required(conditional_page(answer))
    shown.csrf_exempt = True  # type: ignore[attr-defined]
    return shown
