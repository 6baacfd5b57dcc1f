"""The keys of the register's file: those we read, and those we know and leave alone. Any other is reported.

`statutarniOrgany`, `vedouci` and what is in them are people: no module of this package asks for their values.
`kontaktniAdresy` may be the address of a shelter whose own address is secret, so it is not read either.
"""

from __future__ import annotations

from catalogue.register.findings import Finding, Findings
from catalogue.register.values import Item

SERVICE = frozenset(
    """portalId id identifikator datumPoskytovaniOd datumPoskytovaniDo druhSocialniSluzby poskytovatel zarizeni
    kontaktniAdresy weby emaily telefony faxy ciloveSkupiny vekoveSkupiny doplnujiciInformaceVekoveSkupiny formy
    rozsirenePusobnostiVKraji doplnkoveUdaje""".split()
)
PROVIDER = frozenset("nazev ico weby emaily telefony statutarniOrgany".split())
FACILITY = frozenset("nazev poskytujeOd poskytujeDo utajenaAdresa adresa vedouci".split())
ADDRESS = frozenset(
    """cisloDomovni cisloOrientacni dodatekAdresy psc typCislaDomovniho kodAdresnihoMista kraj okres obec castObce
    mestskyObvodMestskaCast mestskyObvodVPraze ulice""".split()
)
FORM = frozenset("forma nepretrzitePoskytovani casoveRozsahy kapacity".split())
CAPACITY = frozenset("pocet popis typ".split())
LONGEST_KEY = 60


def report_unknown(item: Item, known: frozenset[str], path: str, findings: Findings) -> None:
    """Count keys that the format note does not list; `path` says in which object, without indexes."""
    for key in item.keys() - known:
        findings.add(Finding.UNKNOWN_KEY, f"{path}.{key[:LONGEST_KEY]}".lstrip("."))
