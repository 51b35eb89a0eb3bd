"""The calendar of one project and of all one's projects: pages, files and the address to follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from projects.register import access
from projects.register.models import Project
from yhes.accounts.access import person
from yhes.accounts.models import User
from yhes.accounts.requests import SignedInRequest
from yhes.desk import calendar, months, subscribing
from yhes.desk.calendar import Entry

FEED_SECONDS = 15 * 60  # calendar programs that ask more often are told that nothing is new


@require_safe
def own_calendar(request: SignedInRequest) -> HttpResponse:
    return _answer(request, _mine(person(request)), None)


@require_safe
def project_calendar(request: SignedInRequest, project: str) -> HttpResponse:
    mine = Project.objects.filter(access.projects_in_desk(request.user))
    found: Project = get_object_or_404(mine, slug=project)
    return _answer(request, [found], found)


@require_http_methods(["GET", "POST"])
@never_cache
def calendar_link(request: SignedInRequest) -> HttpResponse:
    """Makes the secret address, renews it or takes it away: `do` in the form says which.

    Of one that is in use it is asked first, as what follows it stops: with `do` in the address.
    """
    user = person(request)
    if request.method == "POST":
        if request.POST.get("do") == "remove":
            subscribing.remove_address(user=user)
            messages.success(request, _("The address was removed. It shows nothing any more."))
        else:
            subscribing.make_address(user=user)
            messages.success(request, _("Here is your address. An earlier one shows nothing any more."))
        return redirect("desk:calendar_link")
    link = getattr(user, "calendar_link", None)
    if link and request.GET.get("do") in ("renew", "remove"):
        return render(request, "desk/calendar_link_ask.html", {"do": request.GET["do"]})
    context = {"address": subscribing.address_of(user), "link": link}
    return render(request, "desk/calendar_link.html", context)


@login_not_required
@require_safe
@conditional_page
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What the person may see just now, in their language. No cookie: the address is enough."""
    link = subscribing.link_of(token)
    if link is None:
        raise Http404
    with override(link.user.language):
        entries = calendar.between(link.user, _mine(link.user), *subscribing.told_days())
        content = subscribing.calendar_file(entries, name=_("YHES calendar"), is_open=True)
    response = _file(content, "yhes")
    response["Cache-Control"] = f"private, max-age={FEED_SECONDS}"
    response["X-Robots-Tag"] = "noindex"
    return response


def _answer(request: SignedInRequest, projects: Sequence[Project], one: Project | None) -> HttpResponse:
    """A month as a page, or with ?format=ics all of it as a file."""
    month = months.asked_month(request.GET.get("month", ""))
    form = months.CalendarForm(request.GET.dict(), month=month, projects=projects)
    chosen = [project for project in projects if form.chosen("project") in ("", project.slug)]
    if request.GET.get("format") == "ics":
        entries = _found(person(request), chosen, form, *subscribing.told_days())
        name = str(one) if one else _("YHES calendar")
        content = subscribing.calendar_file(entries, name=name, is_open=False)
        return _file(content, f"{one.slug}-calendar" if one else "yhes")
    last = months.Month(month, (), ()).last
    entries = _found(person(request), chosen, form, month, last)
    kept = {name: form.chosen(name) for name in form.fields if name != "month" and form.chosen(name)}
    context = {
        "project": one,
        "has_projects": bool(projects),
        "form": form,
        "is_narrowed": bool(kept),
        "query": "".join(f"{name}={value}&" for name, value in kept.items()),
        "month": months.month_of(month, entries),
        "weekdays": months.weekdays(),
        "count": len(entries),
    }
    return render(request, "desk/calendar.html", context)


def _found(
    user: User, projects: Sequence[Project], form: months.CalendarForm, first: date, last: date
) -> list[Entry]:
    kind = form.chosen("kind")
    found = calendar.between(user, projects, first, last)
    return [entry for entry in found if kind in ("", entry.entry.kind)]


def _mine(user: User) -> list[Project]:
    return list(Project.objects.filter(access.projects_in_desk(user)).by_name())


def _file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.ics"'},
    )
