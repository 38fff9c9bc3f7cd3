"""Filling a site with a made-up story, for the demonstration and for journeys through it."""
