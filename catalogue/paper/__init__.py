"""Paper for waiting rooms: leaflets of services and situations, one, two or four on a sheet, posters, and a city's whole batch."""
