"""Every address. Readable ones are translated; permanent ones under /id/ name no language."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from yhes.accounts.admin import site as admin_site

urlpatterns = [
    path("", include("yhes.site.permanent_urls")),
    path("", include("projects.workshops.permanent_urls")),
    path("", include("projects.register.permanent_urls")),
    path("", include("surveys.permanent_urls")),
    path("", include("peercoaching.permanent_urls")),
    path("", include("roadmap.permanent_urls")),
    path("", include("yhes.desk.permanent_urls")),
    path("api/v1/", include("yhes.api")),
    path("admin/", admin_site.urls),
    *i18n_patterns(
        # First, because it is the pages of answering that many people ask for at once.
        path("", include("surveys.urls")),
        path("", include("yhes.site.urls")),
        path("", include("yhes.desk.search.urls")),
        path("", include("yhes.desk.reports.urls")),
        path("", include("yhes.accounts.urls")),
        path("", include("projects.register.urls")),
        path("", include("projects.workshops.urls")),
        path("", include("projects.plans.urls")),
        path("", include("peercoaching.urls")),
        path("", include("roadmap.urls")),
        path(_("desk/"), include("yhes.desk.urls")),
    ),
]

handler400 = "yhes.site.errors.bad_request"
handler403 = "yhes.site.errors.forbidden"
handler404 = "yhes.site.errors.not_found"
handler500 = "yhes.site.errors.server_error"
