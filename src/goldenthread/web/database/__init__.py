"""What the site asks of PostgreSQL itself: who is asking, and fences that hold even where our code is
wrong."""
