"""What must never happen to a learner's progress: harnesses that try, and stores that they catch."""
