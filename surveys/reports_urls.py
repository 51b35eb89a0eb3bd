"""Addresses of what results lead to: reports in PDF, and what was done about them."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from surveys.views import replies, reports

urlpatterns = [
    path(
        _("desk/<slug:project>/surveys/<int:pk>/results/<int:group>/report/<str:view>/"),
        reports.report,
        name="report",
    ),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/results/<int:group>/report/<str:view>/file.pdf"),
        reports.report_file,
        name="report_file",
    ),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/results/<int:group>/reply/"),
        replies.reply,
        name="reply",
    ),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/results/<int:group>/reply/take-back/"),
        replies.reply_take_back,
        name="reply_take_back",
    ),
]
