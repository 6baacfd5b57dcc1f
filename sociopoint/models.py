from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sociopoint.account_addresses import keep_verified
from sociopoint.secrecy import EncryptedTextField


class Role(models.TextChoices):
    """What a signed-in person does here; citizens need no account."""

    PARTNER = "partner", _("partner")
    WORKER = "worker", _("sociální pracovnice nebo pracovník")
    COORDINATOR = "coordinator", _("koordinátorka nebo koordinátor")
    ADMINISTRATOR = "administrator", _("správkyně nebo správce")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, role: str = Role.PARTNER) -> User:
        """Create an account; without a password it can sign in only after setting one."""
        user = self.model(email=self.normalize_email(email).lower(), role=role)
        user.set_password(password)
        user.save(using=self._db)
        keep_verified(user)
        return user

    def create_superuser(self, email: str, password: str | None = None) -> User:
        return self.create_user(email, password, role=Role.ADMINISTRATOR)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. The e-mail signs in, the role says what they may do."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.PARTNER)
    name = models.CharField(_("jméno nebo označení"), max_length=120, blank=True)
    is_active = models.BooleanField(_("účet je zapnutý"), default=True)
    is_demo = models.BooleanField(_("ukázkový účet"), default=False, editable=False)
    uses_shortcuts = models.BooleanField(
        _("klávesové zkratky"),
        default=True,
        help_text=_("Písmena a kombinace kláves v pultu; bez nich jde všechno také."),
    )
    date_joined = models.DateTimeField(_("založen"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("účet")
        verbose_name_plural = _("účty")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="user_email_in_lower_case",
                violation_error_message=_("E-mail napište malými písmeny."),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values),
                name="user_has_a_known_role",
                violation_error_message=_("Vyberte jednu z nabízených rolí."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        """Django's admin asks this; the answer is the role's."""
        return self.role == Role.ADMINISTRATOR

    @property
    def is_superuser(self) -> bool:  # type: ignore[override]
        """Administrators hold every permission of Django's own; nobody else holds any."""
        return self.role == Role.ADMINISTRATOR


class AccountDeed(models.TextChoices):
    """What an administrator did with an account."""

    NEW = "new", _("nový účet")
    ROLE = "role", _("jiná role")
    SWITCHED_ON = "switched_on", _("zapnutý účet")
    ADDRESS = "address", _("jiný e-mail")


class AccountChange(models.Model):
    """Who gave an account more, or put it into other hands (`sociopoint.account_changes`): coordinators look at it."""

    account = models.ForeignKey(User, on_delete=models.PROTECT, related_name="changes", verbose_name=_("účet"))
    deed = models.CharField(_("co se změnilo"), max_length=12, choices=AccountDeed)
    before = models.CharField(_("role předtím"), max_length=20, choices=Role, blank=True)
    after = models.CharField(_("role potom"), max_length=20, choices=Role)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("kdo to změnil"))
    at = models.DateTimeField(_("kdy"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("změna účtu")
        verbose_name_plural = _("změny účtů")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(deed="role", before__in=Role.values)
                | (~models.Q(deed="role") & models.Q(before="")),
                name="account_change_of_role_knows_the_one_before",
            ),
            models.CheckConstraint(
                condition=models.Q(deed__in=AccountDeed.values, after__in=Role.values),
                name="account_change_says_known_things",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.deed}"

    @property
    def is_of_own(self) -> bool:
        """An administrator changed the account they were signed in by."""
        return self.account_id == self.by_id


class Version(models.Model):
    """A counter raised by triggers (`sociopoint.versions`)."""

    name = models.CharField(_("čeho"), max_length=40, primary_key=True)
    number = models.BigIntegerField(_("číslo"), default=0)

    class Meta:
        verbose_name = _("verze")
        verbose_name_plural = _("verze")

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class Limit(models.Model):
    """How often somebody tried something since a time (`sociopoint.limits`)."""

    key = models.CharField(_("klíč"), max_length=64, primary_key=True)
    hits = models.PositiveIntegerField(_("pokusů"))
    ends = models.DateTimeField(_("do"), db_index=True)

    class Meta:
        verbose_name = _("omezení pokusů")
        verbose_name_plural = _("omezení pokusů")

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.hits}"


class DailyKey(models.Model):
    """A random key that lives for a day, so that what was hashed with it cannot be guessed later."""

    day = models.DateField(_("den"), primary_key=True)
    secret = models.CharField(_("klíč"), max_length=64)

    class Meta:
        verbose_name = _("denní klíč")
        verbose_name_plural = _("denní klíče")

    def __str__(self) -> str:
        return str(self.day)


class MailState(models.TextChoices):
    WAITING = "waiting", _("čeká")
    SENDING = "sending", _("odesílá se")
    SENT = "sent", _("odesláno")
    FAILED = "failed", _("neodesláno")
    UNSURE = "unsure", _("možná odesláno")


class OutgoingMail(models.Model):
    """One letter on its way (`sociopoint.mailing`). Once sent, only its key, subject and times are left."""

    key = models.CharField(_("klíč"), max_length=200, unique=True)
    to = EncryptedTextField(_("komu"), max_length=254, blank=True)
    subject = models.CharField(_("předmět"), max_length=200)
    text = EncryptedTextField(_("text"), blank=True)
    html = EncryptedTextField(_("text s odkazy"), blank=True)
    calendar = EncryptedTextField(_("kalendář"), blank=True, default="")
    unsubscribe = EncryptedTextField(_("adresa odhlášení"), blank=True, default="")
    state = models.CharField(_("stav"), max_length=10, choices=MailState, default=MailState.WAITING)
    tries = models.PositiveSmallIntegerField(_("pokusů"), default=0)
    created_at = models.DateTimeField(_("zapsáno"), default=timezone.now)
    changed_at = models.DateTimeField(_("naposledy"), default=timezone.now)

    class Meta:
        verbose_name = _("odchozí e-mail")
        verbose_name_plural = _("odchozí e-maily")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="sent") | models.Q(to="", text="", html="", calendar="", unsubscribe=""),
                name="sent_mail_keeps_no_words",
                violation_error_message=_("Odeslaný e-mail si nesmí nechat adresu ani text."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=MailState.values), name="outgoing_mail_in_a_known_state"
            ),
        ]
        indexes = [models.Index(fields=["state", "changed_at"], name="outgoing_mail_by_state")]

    def __str__(self) -> str:
        return self.key


class Heartbeat(models.Model):
    """When something that runs by itself last did (`sociopoint.tasks`, `/healthz`)."""

    name = models.CharField(_("co"), max_length=40, primary_key=True)
    at = models.DateTimeField(_("kdy"))

    class Meta:
        verbose_name = _("známka života")
        verbose_name_plural = _("známky života")

    def __str__(self) -> str:
        return f"{self.name} {timezone.localtime(self.at):%Y-%m-%d %H:%M}"


class ShippedTable(models.Model):
    """What the last version of the program shipped of one table: the base of a three-way comparison (`sociopoint.shipped`)."""

    name = models.CharField(_("čeho"), max_length=40, primary_key=True)
    content = models.JSONField(_("obsah"))

    class Meta:
        verbose_name = _("dodaná tabulka")
        verbose_name_plural = _("dodané tabulky")

    def __str__(self) -> str:
        return self.name


class ShippedUpdate(models.Model):
    """A version of the program whose shipped facts came into the database: which, and what they changed."""

    at = models.DateTimeField(_("kdy"), default=timezone.now)
    digest = models.CharField(_("otisk"), max_length=64)
    report = models.TextField(_("co se změnilo"), blank=True)

    class Meta:
        verbose_name = _("nová verze údajů")
        verbose_name_plural = _("nové verze údajů")
        ordering = ["-at"]
        get_latest_by = "at"

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M}"
