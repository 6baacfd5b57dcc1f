"""The kiosk in a town hall or a library: the same catalogue by touch, leaving no trace for the next person."""
