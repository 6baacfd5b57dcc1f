"""The services that ship with the product: what a citizen reads of them speaks to a citizen."""

import re

from catalogue.models import Organisation, Service

OF_RESEARCH = re.compile(
    r"ve zdroji|zdroj uvádí|odvozen|nedatovan|ověřit|inzerát|uvádí web|z paměti|neuveden", re.IGNORECASE
)


def test_how_a_fact_was_come_by_is_told_to_those_who_verify_it(shipped):
    notes = set(Organisation.objects.values_list("note", flat=True))
    told = dict(Service.objects.filter(origin="shipped").values_list("note", "internal_note"))

    assert [note for note in notes | told.keys() if OF_RESEARCH.search(note)] == []
    assert any(OF_RESEARCH.search(internal) for internal in told.values())
