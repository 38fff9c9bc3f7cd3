"""Statistical disclosure control: the last pure step before anything leaves for an audience.

reader = audience("scrutiny", on=today)
teams = Table("Teams", ("North", "South", "East", "all"))
asked = Asked({"North": 3, "South": 9, "East": 20, "all": 32}, [teams], [Sum.of("all", teams.keys[:3])])
published = publish(asked, profile=reader.profile, told={})
published.of(teams)         "North" is SUPPRESSED, and "South" with it: 12 between them
published.told              what to hand to the next step for the same audience
"""
