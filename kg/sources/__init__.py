"""Where papers come from: one module a format."""
