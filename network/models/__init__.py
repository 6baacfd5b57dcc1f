"""The network's tables, one module per noun."""

from network.models.people import Person, Position, Unit, Visibility

__all__ = ["Person", "Position", "Unit", "Visibility"]
