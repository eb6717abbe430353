"""Disk: banks, progress, settings and where they live."""
