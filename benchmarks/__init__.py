"""Measurements, as ratios against something run in the same session: `python -m benchmarks`."""
