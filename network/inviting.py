"""An account for somebody of the network: a letter with a signed link, seven days, one use, until it is taken back."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from network.letters import send_letter
from network.models import Invitation, Person
from sociopoint.context import desk
from sociopoint.mailing import states_of
from sociopoint.models import MailState, Role, User
from sociopoint.permissions import can_edit_network

SALT = "network.invitation"
LASTS = timedelta(days=7)


class InvitationRefused(Exception):
    """The text is a sentence for the person who tried."""


class InvitationClosed(Exception):
    """The link leads nowhere: not ours, used, taken back, or older than its seven days. Which, nobody is told."""


@transaction.atomic
def invite(person: Person, *, email: str, by: User) -> Invitation:
    """Send the letter; an older open invitation of the person stops working."""
    if not can_edit_network(by):
        raise PermissionDenied
    kept = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if kept.user_id is not None:
        raise InvitationRefused(_("Tento člověk už účet má."))
    now = timezone.now()
    kept.invitations.filter(accepted_at=None, revoked_at=None).update(revoked_at=now)
    invitation = Invitation.objects.create(
        person=kept, email=email.lower(), invited_by=by, invited_at=now, expires_at=now + LASTS
    )
    transaction.on_commit(lambda: _write(invitation))
    return invitation


@transaction.atomic
def revoke(invitation: Invitation, *, by: User) -> None:
    if not can_edit_network(by):
        raise PermissionDenied
    kept = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if kept.accepted_at is None and kept.revoked_at is None:
        kept.revoked_at = timezone.now()
        kept.save(update_fields=["revoked_at"])


def letter_of(invitation: Invitation) -> MailState | None:
    """How far its letter is; None once that is forgotten. One query."""
    return states_of([_key(invitation)]).get(_key(invitation))


def make_token(invitation: Invitation) -> str:
    return signing.dumps(invitation.pk, salt=SALT)


def open_invitation(token: str) -> Invitation:
    """The open invitation the link belongs to; raises InvitationClosed. One query."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        raise InvitationClosed from None
    invitation = Invitation.objects.select_related("person__user").filter(pk=pk).first()
    if invitation is None or not invitation.is_open or invitation.person.user_id is not None:
        raise InvitationClosed
    return invitation


@transaction.atomic
def accept_with_new_account(invitation: Invitation, *, password: str) -> User:
    """The invited person sets a password: a partner's account, bound to them. The letter proved the address."""
    kept = _still_open(invitation)
    if User.objects.filter(email=kept.email).exists():
        raise InvitationRefused(_("K tomuto e-mailu už účet je. Přihlaste se jím a pozvánku pak přijměte."))
    user = User.objects.create_user(kept.email, password, Role.PARTNER)
    user.name = kept.person.name
    user.save(update_fields=["name"])
    _bind(kept, user)
    return user


@transaction.atomic
def accept_with_account(invitation: Invitation, *, by: User) -> None:
    """Somebody signed in with the invited address; their role stays as it is."""
    kept = _still_open(invitation)
    if by.email != kept.email:
        raise InvitationRefused(_("Pozvánka patří k jinému e-mailu. Odhlaste se a přihlaste se tím správným."))
    if Person.objects.filter(user=by).exists():
        raise InvitationRefused(_("Váš účet už k jinému člověku sítě patří. Zavolejte koordinátorce."))
    _bind(kept, by)


def _still_open(invitation: Invitation) -> Invitation:
    """Locked, so that of two who click at once only the first is let in."""
    kept = Invitation.objects.select_for_update(of=("self", "person")).select_related("person").get(pk=invitation.pk)
    if not kept.is_open or kept.person.user_id is not None:
        raise InvitationClosed
    return kept


def _bind(invitation: Invitation, user: User) -> None:
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    invitation.person.user = user
    invitation.person.save(update_fields=["user"])


def _write(invitation: Invitation) -> None:
    path = reverse("network:invitation", args=[make_token(invitation)])
    address = f"{settings.ENVIRONMENT.site_address}{path}"
    subject = _("SOCIOPOINT %(city)s: pozvánka do sítě pomoci") % {"city": desk().city}
    paragraphs = [
        _("zveme vás do sítě organizací, které ve městě pomáhají lidem. Uvidíte tu, koho s čím volat."),
        _("Údaje své organizace v katalogu si pak budete opravovat sami."),
        _("Na odkazu si zvolíte heslo. Platí do %(day)s a jen jednou.")
        % {"day": date_format(timezone.localtime(invitation.expires_at), "j. n. Y H:i")},
        _("Jestli jste pozvánku nečekali, nic nedělejte. Bez vás se nic nestane."),
    ]
    send_letter(
        to=invitation.email,
        subject=subject,
        paragraphs=paragraphs,
        deed=_("Přijmout pozvánku"),
        address=address,
        key=_key(invitation),
    )


def _key(invitation: Invitation) -> str:
    return f"network-invitation-{invitation.pk}"
