"""What the planner writes: values, schema, loader, overlays, presets."""
