from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from situations.models import LifeSituation
from sociopoint.history import with_history
from sociopoint.translated import in_language
from sociopoint.versions import raises_shared_version, raises_version


class FormOfCare(models.TextChoices):
    """How the service reaches the person (§ 33 of Act 108/2006 Sb.); the values stand in addresses of searches."""

    AT_HOME = "terenni", _("Přijdou ke mně domů")
    AMBULATORY = "ambulantni", _("Budu docházet")
    RESIDENTIAL = "pobytova", _("Budu tam bydlet")
    REMOTE = "distancni", _("Po telefonu nebo přes internet")

    @property
    def bit(self) -> int:
        """The form's place in `SearchService.forms`: 1, 2, 4, 8."""
        return 1 << list(FormOfCare).index(self)


class CapacityUnit(models.TextChoices):
    """Units of registered capacity (RPSS code list); the registered maximum, never free places."""

    CLIENTS = "klient", _("klientů")
    CONTACTS = "kontakt", _("kontaktů po 10 minutách")
    INTERVENTIONS = "interv", _("intervencí po 30 minutách")
    BEDS = "luzka", _("lůžek")
    CALLS = "hovor", _("hovorů")


class Certainty(models.TextChoices):
    """How sure a shipped fact is (SOURCES.md of the data)."""

    HIGH = "high", _("viděno na stránce služby")
    MEDIUM = "medium", _("viděno jinde")
    LOW = "low", _("z jediné zmínky, ověřit")
    REGISTER = "register", _("z registru poskytovatelů")
    NAME_ONLY = "name-only", _("víme jen, že existuje")


class KindCategory(models.TextChoices):
    CARE = "care", _("služby sociální péče")
    PREVENTION = "prevention", _("služby sociální prevence")
    COUNSELLING = "counselling", _("sociální poradenství")
    OTHER = "other", _("mimo registr sociálních služeb")


DISABILITIES = ("telesne", "mentalni", "zrakove", "sluchove", "kombinovane", "jine_zp")
EVERY_DISABILITY = "zp"
"""Codes of groups: a service for all people with a disability is for each of these too."""


@with_history
class TargetGroup(models.Model):
    """Whom services are for: the register's code list with the words a citizen would use."""

    code = models.SlugField(_("kód"), max_length=40, unique=True)
    rpss_id = models.CharField(_("označení v registru"), max_length=60, blank=True)
    name = models.CharField(_("název v registru"), max_length=160)
    label = models.CharField(_("lidsky"), max_length=80)
    label_en = models.CharField(_("anglicky"), max_length=160, blank=True)
    label_uk = models.CharField(_("ukrajinsky"), max_length=160, blank=True)
    order = models.PositiveSmallIntegerField(_("pořadí"), default=0)

    class Meta:
        verbose_name = _("cílová skupina")
        verbose_name_plural = _("cílové skupiny")
        triggers = [raises_version("lexicon")]
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["rpss_id"],
                condition=~models.Q(rpss_id=""),
                name="target_group_once_per_register_id",
                violation_error_message=_("Toto označení z registru už má jiná skupina."),
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def title(self) -> str:
        return in_language(self, "label")


@with_history
class ServiceKind(models.Model):
    """A kind of service: those of Act 108/2006 Sb. and a few that stand outside it (hospice, aid rental, office)."""

    code = models.SlugField(_("kód"), max_length=20, unique=True)
    section = models.CharField(
        _("paragraf zákona 108/2006"), max_length=8, blank=True, help_text=_("Např. 40 nebo 60a.")
    )
    rpss_id = models.CharField(_("označení v registru"), max_length=60, blank=True)
    portal_id = models.PositiveIntegerField(_("číslo na portálu"), null=True, blank=True)
    name = models.CharField(_("název (jedna služba)"), max_length=120)
    name_en = models.CharField(_("anglicky"), max_length=160, blank=True)
    name_uk = models.CharField(_("ukrajinsky"), max_length=160, blank=True)
    official_name = models.CharField(_("název v zákoně"), max_length=160)
    category = models.CharField(_("skupina služeb"), max_length=20, choices=KindCategory)
    is_free_by_law = models.BooleanField(_("zdarma ze zákona"), null=True, blank=True)
    usual_forms = ArrayField(
        models.CharField(max_length=20, choices=FormOfCare), verbose_name=_("obvyklé formy"), default=list, blank=True
    )
    summary = models.CharField(
        _("co udělají, jednou větou"), max_length=240, help_text=_("Ukáže se u služby, která vlastní větu nemá.")
    )
    start_hint = models.CharField(_("co říct při prvním zavolání"), max_length=240, blank=True)
    bring_hint = models.CharField(_("co se obvykle hodí vzít s sebou"), max_length=240, blank=True)
    for_whom = models.TextField(_("ano, když"), blank=True, help_text=_("Každý důvod na svůj řádek."))
    situations = models.ManyToManyField(
        LifeSituation, through="SituationKind", related_name="service_kinds", verbose_name=_("životní situace")
    )
    order = models.PositiveSmallIntegerField(_("pořadí"), default=0)

    class Meta:
        verbose_name = _("druh služby")
        verbose_name_plural = _("druhy služeb")
        triggers = [raises_version("lexicon")]
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["rpss_id"],
                condition=~models.Q(rpss_id=""),
                name="service_kind_once_per_register_id",
                violation_error_message=_("Toto označení z registru už má jiný druh."),
            ),
            models.CheckConstraint(
                condition=models.Q(usual_forms__contained_by=FormOfCare.values),
                name="service_kind_forms_are_known",
                violation_error_message=_("Vyberte jen z nabízených forem."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        return in_language(self, "name")

    @property
    def public_code(self) -> str:
        """`40`, `60a`, or the code where the law has no section."""
        return self.section or self.code


@with_history
class KindGuidance(models.Model):
    """What a kind of service does not do, and who does: shown on services that say nothing of their own."""

    kind = models.ForeignKey(
        ServiceKind, on_delete=models.CASCADE, related_name="guidance", verbose_name=_("druh služby")
    )
    need = models.CharField(_("ne, když potřebujete…"), max_length=160)
    instead_kind = models.ForeignKey(
        ServiceKind,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="offered_instead",
        verbose_name=_("zkuste druh služby"),
    )
    instead_text = models.CharField(_("nebo se obraťte na"), max_length=160, blank=True)
    order = models.PositiveSmallIntegerField(_("pořadí"), default=0)

    class Meta:
        verbose_name = _("co tento druh nedělá")
        verbose_name_plural = _("co tento druh nedělá")
        triggers = [raises_shared_version("catalogue")]
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(instead_kind__isnull=False) | ~models.Q(instead_text=""),
                name="kind_guidance_says_where_to_go_instead",
                violation_error_message=_("Napište, kam se obrátit místo toho. „Ne“ bez další cesty neukazujeme."),
            )
        ]

    def __str__(self) -> str:
        return self.need


@with_history
class SituationKind(models.Model):
    """Which kinds of service help in a situation, the most helpful first."""

    situation = models.ForeignKey(LifeSituation, on_delete=models.CASCADE, related_name="kind_places")
    kind = models.ForeignKey(ServiceKind, on_delete=models.CASCADE, related_name="situation_places")
    order = models.PositiveSmallIntegerField(_("pořadí"), default=0)

    class Meta:
        verbose_name = _("druh služby pro situaci")
        verbose_name_plural = _("druhy služeb pro situace")
        triggers = [raises_version("lexicon")]
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["situation", "kind"],
                name="situation_names_a_kind_once",
                violation_error_message=_("Tento druh už situace má."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.situation} – {self.kind}"


@with_history
class SituationGroup(models.Model):
    """Whom a situation usually concerns."""

    situation = models.ForeignKey(LifeSituation, on_delete=models.CASCADE, related_name="group_places")
    group = models.ForeignKey(TargetGroup, on_delete=models.CASCADE, related_name="situation_places")

    class Meta:
        verbose_name = _("cílová skupina situace")
        verbose_name_plural = _("cílové skupiny situací")
        triggers = [raises_version("lexicon")]
        constraints = [
            models.UniqueConstraint(
                fields=["situation", "group"],
                name="situation_names_a_group_once",
                violation_error_message=_("Tuto skupinu už situace má."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.situation} – {self.group}"


class AgeGroup(models.Model):
    """Age bands of the register, in years; no upper bound means none."""

    code = models.SlugField(_("kód"), max_length=40, unique=True)
    rpss_id = models.CharField(_("označení v registru"), max_length=60, blank=True)
    name = models.CharField(_("název"), max_length=80)
    name_en = models.CharField(_("anglicky"), max_length=80, blank=True)
    name_uk = models.CharField(_("ukrajinsky"), max_length=80, blank=True)
    age_from = models.PositiveSmallIntegerField(_("od (let)"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("do (let)"), null=True, blank=True)

    class Meta:
        verbose_name = _("věková skupina")
        verbose_name_plural = _("věkové skupiny")
        ordering = ["age_from"]
        triggers = [raises_version("lexicon")]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        return in_language(self, "name")


@with_history
class NeedPhrase(models.Model):
    """How people say a need, and what it leads to. A change applies to the very next search."""

    text = models.CharField(_("jak to lidé píšou"), max_length=250)
    language = models.CharField(_("jazyk"), max_length=2, default="cs")
    weight = models.DecimalField(
        _("váha"), max_digits=4, decimal_places=2, default=1, help_text=_("1 je běžná; 2 když věta znamená jen tohle.")
    )
    kinds = ArrayField(models.CharField(max_length=20), verbose_name=_("kódy druhů služeb"), default=list, blank=True)
    groups = ArrayField(
        models.CharField(max_length=40), verbose_name=_("kódy cílových skupin"), default=list, blank=True
    )
    situations = ArrayField(
        models.CharField(max_length=60), verbose_name=_("životní situace"), default=list, blank=True
    )
    forms = ArrayField(
        models.CharField(max_length=20, choices=FormOfCare), verbose_name=_("formy pomoci"), default=list, blank=True
    )
    is_shipped = models.BooleanField(_("dodáno s programem"), default=False, editable=False)

    class Meta:
        verbose_name = _("fráze hledání")
        verbose_name_plural = _("fráze hledání")
        triggers = [raises_version("lexicon")]
        ordering = ["text"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "language"],
                name="need_phrase_once_per_language",
                violation_error_message=_("Tuto frázi už slovník má."),
            ),
            models.CheckConstraint(
                condition=models.Q(weight__gte=-5) & models.Q(weight__lte=5),
                name="need_phrase_weight_is_moderate",
                violation_error_message=_("Váha je číslo od −5 do 5."),
            ),
        ]

    def __str__(self) -> str:
        return self.text
