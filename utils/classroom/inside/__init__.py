"""What runs inside a sandbox: `python -m inside answer|judge`. It imports nothing of the grader outside."""
