"""The linter: rules on questions."""
