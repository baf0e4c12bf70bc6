"""What writes a graph to files: one module a format."""
