"""The interface for programs: figures, counts of duties, snapshots and the plan's actions, for services that
come with a token. Counts alone, and no row about a child."""
