"""What one fictional organisation and the example project did about the results of the older round."""

from __future__ import annotations

from datetime import date

from projects.register.models import Organisation, Project
from surveys.models import FeedbackAction, FeedbackReply, Group, Release, Round
from surveys.services import replies
from surveys.services.replies import ActionFacts
from yhes.accounts.models import User
from yhes.common.words import Words

_STATE = FeedbackAction.State

TEXT = Words(
    fi="Kiitos vastauksista. Kuulimme, että yhteiselle kehittämiselle ei jää aikaa ja että aloitteet jäävät "
    "ilman vastausta. Näihin tartuimme ensin.",
    sv="Tack för svaren. Vi hörde att det inte finns tid för gemensam utveckling och att förslag blir "
    "utan svar. De här frågorna tog vi itu med först.",
    en="Thank you for your answers. We heard that there is no time left for developing together and that "
    "suggestions go unanswered. We took these up first.",
)
ACTIONS = (
    ActionFacts(
        what=Words(
            fi="Tiimien viikkopalaverista varataan puoli tuntia kehittämiseen",
            sv="En halvtimme av teamens veckomöte reserveras för utveckling",
            en="Half an hour of each team's weekly meeting is kept for development",
        ),
        responsible=Words(fi="Tiimien vetäjät", sv="Teamledarna", en="Team leaders"),
        by_when=date(2025, 1, 31),
        state=_STATE.DONE,
        about="OS",
    ),
    ActionFacts(
        what=Words(
            fi="Jokainen aloite saa vastauksen kahdessa viikossa",
            sv="Varje förslag får ett svar inom två veckor",
            en="Every suggestion gets an answer within two weeks",
        ),
        responsible=Words(fi="Koulutuspäällikkö", sv="Utbildningschefen", en="Head of education"),
        by_when=date(2025, 3, 31),
        state=_STATE.UNDER_WAY,
        about="OS",
    ),
)
PROJECT_TEXT = Words(
    fi="Hanke järjestää kumppaneille vertaisvalmennusta aiheista, joissa tulokset jäivät heikoimmiksi.",
    sv="Projektet ordnar kollegacoachning för partnerna i de ämnen där resultaten var svagast.",
    en="The project arranges peer coaching for its partners on the subjects with the weakest results.",
)


def load(*, project: Project, organisation: Organisation, user: User) -> int:
    """Replies to the oldest example round that were not there yet, written and published; their number."""
    released = Release.objects.filter(withdrawn_at__isnull=True).values("round")
    rounds = Round.objects.filter(project=project, is_example=True, is_imported=False, pk__in=released)
    oldest = rounds.order_by("closes_at").first()
    if oldest is None or oldest == rounds.order_by("closes_at").last():
        return 0
    groups = Group.objects.filter(round=oldest)
    whole = groups.filter(level=Group.Level.PROJECT)
    own = groups.filter(level=Group.Level.ORGANISATION, organisation=organisation)
    return sum(
        _reply(group, user, text, actions)
        for found, text, actions in ((whole, PROJECT_TEXT, ()), (own, TEXT, ACTIONS))
        for group in found
    )


def _reply(group: Group, user: User, text: Words, actions: tuple[ActionFacts, ...]) -> int:
    if FeedbackReply.objects.filter(group=group).exists():
        return 0
    is_public = group.audience == Group.Audience.PUBLIC
    reply = replies.save_reply(group=group, user=user, text=text, actions=actions, is_public=is_public)
    replies.publish_reply(reply=reply, user=user)
    return 1
