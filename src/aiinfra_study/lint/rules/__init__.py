"""One file a rule, or a small family of them; the docstring of a rule is its manual."""
