"""Screens: each lays out what the service shows, and holds no rule, no score and no query."""
