"""What goes to a partner before they accept must point at nobody; the contact has its own way, after they accept."""

from __future__ import annotations

from django.utils.translation import gettext as _

from inquiries.personal_data import Finding, find_personal_data

NEVER = (Finding.BIRTH_NUMBER, Finding.ACCOUNT, Finding.EMAIL, Finding.PHONE)


def identity_in(text: str, *, agreed: bool) -> str:
    """A sentence naming what must go, '' when nothing must. A name may stand there only where the person agreed."""
    forbidden = NEVER if agreed else (*NEVER, Finding.NAME)
    found = [str(one.label) for one in find_personal_data(text) if one.kind in forbidden]
    if not found:
        return ""
    what = ", ".join(dict.fromkeys(found))
    return _("V textu je %(what)s. Smažte to: partner ho čte dřív, než přijme.") % {"what": what}
