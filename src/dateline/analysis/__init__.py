"""What the store's records say when they are read together. Each analysis returns rows; `show` prints them."""

from __future__ import annotations

from dateline.analysis.disputes import Claim, Question, disputes
from dateline.analysis.statements import Statement, statements
from dateline.analysis.timeline import Day, Happening, Told, timeline

__all__ = ["Claim", "Day", "Happening", "Question", "Statement", "Told", "disputes", "statements", "timeline"]
