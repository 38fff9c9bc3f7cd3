"""What every page is made of: forms, paging, conflicts, partial templates, styles. Knows nobody."""
