"""The forms' base moved to `sociopoint.desk_forms`, where the network finds it too; this name stays for who knew it."""

from sociopoint.desk_forms import DateInput, DeskForm, date_field

__all__ = ["DateInput", "DeskForm", "date_field"]
