"""The project's bin: what was deleted in any room, to be brought back from one page (yhes.common.bins)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import CharField, F, QuerySet, Value
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from projects.register import access
from projects.register.models import Project
from yhes.accounts.requests import SignedInRequest
from yhes.common.bins import BIN_DAYS, BinKind, kinds
from yhes.common.errors import DomainError

PER_PAGE: Final = 50
Waiting = dict[str, tuple[BinKind, QuerySet[Any]]]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing in the bin. `goes_on`: the day on which it is deleted for good."""

    kind: str
    key: int
    label: str
    title: str
    note: str
    deleted: datetime
    goes_on: datetime


class BinFilter(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What"), required=False)

    def __init__(self, data: Any, *, waiting: Waiting) -> None:
        super().__init__(data)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        known = sorted((capfirst(str(kind.label)), name) for name, (kind, _rows) in waiting.items())
        field.choices = [("", _("Everything")), *((name, label) for label, name in known)]


@require_safe
def bin_page(request: SignedInRequest, project: str) -> HttpResponse:
    """What the person may bring back, the latest first."""
    found = _project(request, project)
    waiting = _waiting(request, found)
    form = BinFilter(request.GET or None, waiting=waiting)
    chosen = request.GET.get("kind", "")
    shown = {chosen: waiting[chosen]} if chosen in waiting else waiting
    page = _page(shown, request.GET.get("page"))
    context = {
        "project": found,
        "filter": form,
        "is_narrowed": shown is not waiting,
        "query": f"kind={chosen}&" if shown is not waiting else "",
        "page_obj": page,
        "rows": _rows(shown, page) if page else [],
        "days": BIN_DAYS,
    }
    return render(request, "desk/bin.html", context)


@require_POST
def bin_restore(request: SignedInRequest, project: str, kind: str, item: int) -> HttpResponse:
    """Back where it was, and there the person is led; a refusal is told on the bin's page."""
    found = _project(request, project)
    known = _waiting(request, found).get(kind)
    if known is None:
        raise Http404
    of_kind, rows = known
    row = get_object_or_404(rows, pk=item)
    where = of_kind.where(row)
    try:
        of_kind.restore(item=row, actor=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("desk:bin", project)
    messages.success(request, _("It is back as it was."))
    return redirect(where)


def _project(request: SignedInRequest, slug: str) -> Project:
    return get_object_or_404(Project.objects.filter(access.projects_in_desk(request.user)), slug=slug)


def _waiting(request: SignedInRequest, project: Project) -> Waiting:
    """Kinds by name, of which the person may bring something back."""
    access.remember(request.user)
    asked = ((kind, kind.waiting(request.user, project)) for kind in kinds())
    return {kind.name: (kind, rows) for kind, rows in asked if rows is not None}


def _page(waiting: Waiting, number: str | None) -> Page[Any] | None:
    """(kind, key, moment) of everything, in two queries however many kinds there are."""
    parts = [
        QuerySet(
            rows.model
        )  # a plain one: the translated ones put the columns of `values_list` in another order
        .filter(pk__in=rows.order_by().values("pk"))
        .order_by()  # SQLite takes no order inside a union
        .annotate(bin_kind=Value(name, output_field=CharField()), bin_day=F(kind.day))
        .values_list("bin_kind", "pk", "bin_day")
        for name, (kind, rows) in waiting.items()
    ]
    if not parts:
        return None
    together = parts[0].union(*parts[1:], all=True).order_by("-bin_day", "bin_kind", "pk")
    return Paginator(together, PER_PAGE).get_page(number)


def _rows(waiting: Waiting, page: Page[Any]) -> list[Row]:
    """One query for each kind on the page."""
    keys: dict[str, list[int]] = {}
    for name, key, _day in page.object_list:
        keys.setdefault(name, []).append(key)
    found = {name: waiting[name][1].in_bulk(numbers) for name, numbers in keys.items()}
    return [
        _row(waiting[name][0], found[name][key], day)
        for name, key, day in page.object_list
        if key in found[name]
    ]


def _row(kind: BinKind, item: Any, day: datetime) -> Row:
    goes = day + timedelta(days=BIN_DAYS)
    return Row(kind.name, item.pk, capfirst(str(kind.label)), kind.title(item), kind.note(item), day, goes)
