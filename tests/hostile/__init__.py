"""Hostile input: whatever is read, typed or asked for: no crash, no hang, no control code handed on to the terminal."""
