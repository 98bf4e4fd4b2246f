"""The calendar of a place: a day by rooms and hours, a week, a month, a list. The public sees no personal data."""

from podworko.bookings.queries.plans.days import DayPlan, ListedDay, Row, Use, coming, day_plan, listed_days
from podworko.bookings.queries.plans.months import MonthDay, month

__all__ = ["DayPlan", "ListedDay", "MonthDay", "Row", "Use", "coming", "day_plan", "listed_days", "month"]
