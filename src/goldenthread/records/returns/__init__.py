"""Statutory returns and practice records as sources of the model: read, typed, and made into its tables."""
