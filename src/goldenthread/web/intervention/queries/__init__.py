"""Reading the room: visits, what is held in confidence, who is told, what is expected.

The database shows what is held in confidence to those named alone: whoever else asks finds no row, and is
told that there is no such page.
"""

from goldenthread.web.intervention.queries import announcing, standing, visits

__all__ = ["announcing", "standing", "visits"]
