"""What the editor's forms offer to choose from, and why a core question stays as it is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

STAGE_NAMES = {
    "before": gettext_lazy("before the training"),
    "agreement": gettext_lazy("agreeing"),
    "planning": gettext_lazy("planning"),
    "workplace": gettext_lazy("at the workplace"),
    "assessment": gettext_lazy("assessment"),
    "overall": gettext_lazy("as a whole"),
}
LEVELS = (
    ("unit", gettext_lazy("every group that is large enough")),
    ("organisation", gettext_lazy("organisations and larger, never units")),
    ("region", gettext_lazy("regions and larger")),
    ("project", gettext_lazy("the whole project only")),
)
CORE = gettext_lazy(
    "This is a question of the shared core. Its results can be compared with those of others only as long "
    "as it asks the same in the same words with the same options. To ask something else, give it a code of "
    "its own."
)
