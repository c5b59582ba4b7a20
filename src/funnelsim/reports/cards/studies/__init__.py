"""Cards of studies."""
