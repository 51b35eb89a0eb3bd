"""Demo mode: signing in with one click, and reading the letters that were sent."""

from __future__ import annotations

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from yhes.accounts import access, mailbox
from yhes.accounts.demo import DEMO_PEOPLE, demo_only
from yhes.accounts.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"
LETTERS_A_PAGE = 25


@login_not_required
@demo_only
@require_http_methods(["GET", "POST"])
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """One click signs in; the session is marked so that no second factor is asked for."""
    emails = {person.key: person.email for person in DEMO_PEOPLE}
    if request.method == "POST":
        user = get_object_or_404(User, email=emails.get(request.POST.get("person", "")), is_active=True)
        login(request, user, backend=BACKEND)
        request.session[access.DEMO_KEY] = user.pk
        with override(user.language):
            return redirect(settings.LOGIN_REDIRECT_URL)
    existing = set(User.objects.filter(email__in=emails.values()).values_list("email", flat=True))
    people = [person for person in DEMO_PEOPLE if person.email in existing]
    return render(request, "accounts/demo.html", {"people": people})


@login_not_required
@demo_only
@require_safe
@never_cache
def letters(request: HttpRequest) -> HttpResponse:
    page = Paginator(mailbox.names(), LETTERS_A_PAGE).get_page(request.GET.get("page"))
    found = [mailbox.heading(name) for name in page]
    return render(request, "accounts/mailbox.html", {"letters": found, "page_obj": page})


@login_not_required
@demo_only
@require_safe
@never_cache
def letter(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "accounts/letter.html", {"letter": _open(name)})


@login_not_required
@demo_only
@require_safe
@never_cache
@xframe_options_sameorigin
@csp_replace(  # type: ignore[arg-type]  # django-csp knows only views without arguments
    {
        "default-src": [NONE],
        "img-src": ["data:"],
        "style-src": [UNSAFE_INLINE],
        "frame-ancestors": [SELF],
    }
)
def letter_page(request: HttpRequest, name: str) -> HttpResponse:
    """The letter's HTML as it is, for the sandboxed frame on the letter's page."""
    html = _open(name).html
    if not html:
        raise Http404
    # A link in the frame opens the portal's page in its place, not inside the frame.
    return HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))


@login_not_required
@demo_only
@require_safe
@never_cache
def attachment(request: HttpRequest, name: str, number: int) -> HttpResponse:
    attachments = _open(name).attachments
    if number >= len(attachments):
        raise Http404
    found = attachments[number]
    return HttpResponse(
        found.content,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{found.safe_name}"'},
    )


def _open(name: str) -> mailbox.Letter:
    try:
        return mailbox.read(name)
    except mailbox.LetterMissing as error:
        raise Http404 from error
