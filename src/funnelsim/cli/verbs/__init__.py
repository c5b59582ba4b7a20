"""One small file per verb; what is heavy is imported inside."""
