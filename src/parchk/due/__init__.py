"""What falls due when: every deadline of every task on its day, seen from one day.

Nothing here reads the clock, and a task is done only when somebody said so: both are handed in.
"""

from __future__ import annotations

from parchk.due.days import Days
from parchk.due.reports import Reports
from parchk.due.schedule import (
    BUCKETS,
    Bucket,
    Item,
    Place,
    Row,
    Said,
    Schedule,
    State,
    UnitCounts,
    schedule,
    usual_horizon,
)

__all__ = [
    "BUCKETS",
    "Bucket",
    "Days",
    "Item",
    "Place",
    "Reports",
    "Row",
    "Said",
    "Schedule",
    "State",
    "UnitCounts",
    "schedule",
    "usual_horizon",
]
