"""The complete scenario as data models; one file per block of the language."""
