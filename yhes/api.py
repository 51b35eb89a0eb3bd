"""Open data: /api/v1, read only (docs/search.md). What it tells stands in each app's `api.py`."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import re_path
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from projects.register.api import router as register
from surveys.api import router as surveys
from yhes.common.open_data import PROBLEM, open_to_all, problem


class OpenData(NinjaAPI):
    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """With the media type that problem documents really have."""
        schema = super().get_openapi_schema(**kwargs)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    content = answer.get("content", {})
                    if int(status) >= 400 and "application/json" in content:
                        content[PROBLEM] = content.pop("application/json")
        return schema


api = OpenData(
    title="YHES open data",
    version="1",
    description="What the portal's public pages tell, under CC BY 4.0. Fictional things are marked.",
    urls_namespace="api",
    docs_url=None,
)
api.add_router("", register)
api.add_router("", surveys)


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(404, "There is no such thing, or it is not public.")


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: Any) -> HttpResponse:
    told = "; ".join(f"{'.'.join(map(str, each['loc'][1:]))}: {each['msg']}" for each in error.errors)
    return problem(422, told[:500])


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(error.status_code, str(error))


def nothing_here(request: HttpRequest) -> HttpResponse:
    return problem(404, "There is no such address. See /api/v1/openapi.json.")


patterns: list[Any] = list(api.urls[0])
for pattern in patterns:
    pattern.callback = open_to_all(nothing_here if pattern.name == "api-root" else pattern.callback)
app_name = "api"
# Whatever is left, also what <path:…> does not match: an address with a line break in it.
urlpatterns = [*patterns, re_path("", open_to_all(nothing_here), name="elsewhere")]
