"""The national register of social services (RPSS): reading the ministry's file, comparing, writing, reporting.

The file is read and checked to its end before the database is touched. Each record is then compared three ways: what the
register said last time, what it says now, what the catalogue holds. Only what the register changed and nobody corrected
by hand is written.
"""
