"""What reads text: one module a thing extracted, assembled in ``extractors.read``."""
