"""Cards of a report: a finding, its picture, how to read it, the numbers behind it."""
