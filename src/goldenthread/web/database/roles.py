"""The roles of the site's database, the same names everywhere.

gt_owner  owns the tables and runs migrations; used by nothing that answers a request
gt_app    what the site runs as: reads and writes rows, obeys row security, cannot change a table
gt_report what an analyst's own tool connects as: reads the views of the schema `reporting`, and nothing else
"""

from __future__ import annotations

OWNER = "gt_owner"
APP = "gt_app"
REPORT = "gt_report"
