"""The site on a phone as an app: what it keeps for a moment without a signal, and a place's whole catalogue on request."""
