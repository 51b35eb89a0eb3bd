"""Addresses of the register: public pages, and the desk's partners and settings."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from projects.register import followup_urls, groups_urls, logos_urls, partners_urls
from projects.register.views import (
    adding,
    history,
    network,
    partner,
    partners,
    people,
    public,
    settings,
    units,
)

app_name = "register"
urlpatterns = [
    *partners_urls.urlpatterns,
    *groups_urls.urlpatterns,
    path(_("projects/"), public.project_list, name="project_list"),
    path(_("projects.csv"), public.project_export, {"file_format": "csv"}, name="project_csv"),
    path(_("projects.xlsx"), public.project_export, {"file_format": "xlsx"}, name="project_xlsx"),
    path(_("projects/<slug:slug>/"), public.project, name="project"),
    path(_("projects/<slug:slug>/timeline/"), public.project_timeline, name="project_timeline"),
    path(_("organisations/"), network.organisation_list, name="organisation_list"),
    path(
        _("organisations.csv"), network.organisation_export, {"file_format": "csv"}, name="organisation_csv"
    ),
    path(
        _("organisations.xlsx"),
        network.organisation_export,
        {"file_format": "xlsx"},
        name="organisation_xlsx",
    ),
    path(_("organisations/network/"), network.public_network, name="network"),
    path(_("desk/<slug:project>/network/"), network.desk_network, name="desk_network"),
    path(_("organisations/<slug:slug>/"), public.organisation, name="organisation"),
    path(_("administration/new-project/"), settings.project_create, name="project_create"),
    path(_("desk/<slug:project>/partners/"), partners.partner_list, name="partner_list"),
    path(_("desk/<slug:project>/partners/change/"), partners.partner_bulk, name="partner_bulk"),
    path(
        _("desk/<slug:project>/partners.csv"),
        partners.partner_export,
        {"file_format": "csv"},
        name="partner_csv",
    ),
    path(
        _("desk/<slug:project>/partners.xlsx"),
        partners.partner_export,
        {"file_format": "xlsx"},
        name="partner_xlsx",
    ),
    path(_("desk/<slug:project>/partners/add/"), adding.partner_add, name="partner_add"),
    path(_("desk/<slug:project>/partners/add/new/"), adding.partner_create, name="partner_create"),
    path(
        _("desk/<slug:project>/partners/restore/<int:event>/"),
        partner.partner_restore,
        name="partner_restore",
    ),
    path(_("desk/<slug:project>/partners/<slug:organisation>/"), partner.partner, name="partner"),
    path(
        _("desk/<slug:project>/partners/<slug:organisation>/role/"), partner.partner_edit, name="partner_edit"
    ),
    path(
        _("desk/<slug:project>/partners/<slug:organisation>/details/"),
        partner.organisation_edit,
        name="organisation_edit",
    ),
    path(
        _("desk/<slug:project>/partners/<slug:organisation>/remove/"),
        partner.partner_remove,
        name="partner_remove",
    ),
    path(
        _("desk/<slug:project>/partners/<slug:organisation>/headcounts/"), units.headcounts, name="headcounts"
    ),
    path(_("desk/<slug:project>/partners/<slug:organisation>/units/new/"), units.unit_edit, name="unit_add"),
    path(
        _("desk/<slug:project>/partners/<slug:organisation>/units/<int:unit>/"),
        units.unit_edit,
        name="unit_edit",
    ),
    path(
        _("desk/<slug:project>/partners/<slug:organisation>/units/<int:unit>/remove/"),
        units.unit_remove,
        name="unit_remove",
    ),
    path(_("desk/<slug:project>/settings/"), settings.project_settings, name="settings"),
    path(_("desk/<slug:project>/settings/state/"), settings.project_state, name="project_state"),
    path(_("desk/<slug:project>/settings/copy/"), settings.project_clone, name="project_clone"),
    path(_("desk/<slug:project>/settings/history/"), history.project_history, name="history"),
    path(
        _("desk/<slug:project>/settings/history.csv"),
        history.history_export,
        {"file_format": "csv"},
        name="history_csv",
    ),
    path(
        _("desk/<slug:project>/settings/history.xlsx"),
        history.history_export,
        {"file_format": "xlsx"},
        name="history_xlsx",
    ),
    path(_("desk/<slug:project>/settings/plan/"), settings.plan, name="plan"),
    path(_("desk/<slug:project>/settings/plan/<slug:kind>/"), settings.plan_item, name="plan_item_add"),
    path(
        _("desk/<slug:project>/settings/plan/<slug:kind>/<int:item>/"), settings.plan_item, name="plan_item"
    ),
    path(
        _("desk/<slug:project>/settings/plan/<slug:kind>/<int:item>/delete/"),
        settings.plan_item_delete,
        name="plan_item_delete",
    ),
    path(_("desk/<slug:project>/settings/people/"), people.members, name="members"),
    path(_("desk/<slug:project>/settings/people/invite/"), people.member_invite, name="member_invite"),
    path(
        _("desk/<slug:project>/settings/people/<int:member>/remove/"),
        people.member_remove,
        name="member_remove",
    ),
    path(
        _("desk/<slug:project>/settings/invitations/<int:invitation>/again/"),
        people.invitation_again,
        name="invitation_again",
    ),
    path(
        _("desk/<slug:project>/settings/invitations/<int:invitation>/withdraw/"),
        people.invitation_withdraw,
        name="invitation_withdraw",
    ),
    *followup_urls.urlpatterns,
    *logos_urls.urlpatterns,
]
