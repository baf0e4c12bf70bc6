"""Projections of the record that answer queries: one module a store. Each can be rebuilt at any time."""
