"""One self-contained page from the reports of runs."""
