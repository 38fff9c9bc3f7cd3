"""Figures for an analyst's own tool: views that a database role of its own may read, and nothing else."""
