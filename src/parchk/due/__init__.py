"""What falls due when: every deadline of every task on its day, seen from one day.

Nothing here reads the clock, and a task is done only when somebody said so: both are handed in.
"""

from __future__ import annotations

from parchk.due.days import Days
from parchk.due.items import Item, Place
from parchk.due.reports import Reports
from parchk.due.rows import BUCKETS, Bucket, Note, Reason, Row, State
from parchk.due.said import About, Said, combined
from parchk.due.schedule import Schedule, UnitCounts, schedule, usual_horizon

__all__ = [
    "BUCKETS",
    "About",
    "Bucket",
    "Days",
    "Item",
    "Note",
    "Place",
    "Reason",
    "Reports",
    "Row",
    "Said",
    "Schedule",
    "State",
    "UnitCounts",
    "combined",
    "schedule",
    "usual_horizon",
]
