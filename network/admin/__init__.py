"""The network on the administrators' desk: found, put right where nothing else follows, read where only a deed may change it."""

from network.admin import agreements, documents, events, groups, people, trainings

__all__ = ["agreements", "documents", "events", "groups", "people", "trainings"]
