"""Terminal: the only room that prints or prompts."""
