"""Addresses of "ask how it goes": agreeing to be asked, and asking."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from surveys.views import learning

urlpatterns = [
    path(_("desk/<slug:project>/surveys/ask-how-it-goes/"), learning.agreements, name="learning"),
    path(
        _("desk/<slug:project>/surveys/ask-how-it-goes/<int:organisation>/"),
        learning.agree,
        name="learning_agree",
    ),
    path(
        _("desk/<slug:project>/surveys/ask-how-it-goes/<int:organisation>/take-back/"),
        learning.take_back,
        name="learning_take_back",
    ),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/results/<int:group>/ask/<int:organisation>/"),
        learning.ask,
        name="learning_ask",
    ),
]
