"""Who asks: what a text tells of a man, of a woman, of a parent."""

import pytest

from catalogue.named_for import Asker, asker_of

MAN, OF_A_MAN = Asker(is_man=True, is_himself=True), Asker(is_man=True)
WOMAN_OR_PARENT, UNKNOWN = Asker(is_woman_or_parent=True), Asker()


@pytest.mark.parametrize(
    ("text", "asker"),
    [
        ("vrátil jsem se z vězení", MAN),
        ("Vrátil jsem se z Německa bez koruny a nemám u koho bydlet.", MAN),
        ("jsem úplně sám", MAN),
        ("azilovy dum pro chlapa", MAN),
        ("po rozchodu me vyhodila s jednim kufrem", MAN),
        ("syn seděl tři roky a k nám nemůže", OF_A_MAN),
        ("kamos spi venku", OF_A_MAN),
        ("azylouvý dum pro rodinu", WOMAN_OR_PARENT),
        ("dům pro opuštěné matky", WOMAN_OR_PARENT),
        ("noclechárna pro ženi", UNKNOWN),
        ("nocleharna pro zeny", WOMAN_OR_PARENT),
        ("utekla jsem od manžela", WOMAN_OR_PARENT),
        ("manžel mě bije", WOMAN_OR_PARENT),
        ("jsem tatínek s malým klukem", WOMAN_OR_PARENT),
        ("jsem těhotná", WOMAN_OR_PARENT),
        ("přišla jsem o práci a bratr mě vyhodil", UNKNOWN),
        ("kde se muzu vyspat", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_who_asks(text, asker):
    assert asker_of(text) == asker
