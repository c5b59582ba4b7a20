"""What a planner sees: sentences, tables for the terminal, the run folder."""
