"""The door: words in, exit code out."""
