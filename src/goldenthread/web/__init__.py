"""The site. Who may import whom inside it stands in docs and is checked by import-linter."""
