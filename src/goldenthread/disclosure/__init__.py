"""Statistical disclosure control: the last pure step before anything leaves for an audience.

release = Release(cells={"North": 3, "South": 9, "East": 20, "all": 32},
                  sums=[Sum.of("all", ["North", "South", "East"])])
published = protect(release, profile=PROFILES["dfe"])
published["North"]          SUPPRESSED, and "South" with it: 12 between them
"""
