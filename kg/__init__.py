"""A knowledge graph of machine-learning papers, read from their abstracts, every edge with its sentence."""
