"""Tests of the store: log, snapshot, backups, settings, places, cache and banks."""
