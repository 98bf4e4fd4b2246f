"""Parts of the year with a week of their own."""

import datetime as dt

from django.utils.translation import gettext as _

from podworko.core import audit, versions
from podworko.core.errors import Problem
from podworko.core.transactions import action
from podworko.places.actions.hours import raise_any, today, touching
from podworko.places.actions.keeping import Facts, lock, record
from podworko.places.models import Centre, DutyHours, OpeningHours, Season

LONGEST = dt.timedelta(days=366)
AHEAD = dt.timedelta(days=3 * 366)


@action
def add_season(
    *,
    centre: Centre,
    name: str,
    starts_on: dt.date,
    ends_on: dt.date,
    by: audit.Actor,
    is_acknowledged: bool = False,
    is_empty: bool = False,
) -> Season:
    """Add a season, which begins with the hours of the usual week, or with none when `is_empty`.

    Raises Refused for impossible dates or those of another season, Touches when accepted uses would fall outside hours.
    """
    centre = lock(centre)
    season = Season(centre=centre, name=name.strip(), starts_on=starts_on, ends_on=ends_on)
    _check(season, is_new=True)
    with touching(centre, is_acknowledged=is_acknowledged):
        season.save()
        for table in (OpeningHours, DutyHours) if not is_empty else ():
            for row in table.objects.filter(centre=centre, season=None):
                row.pk, row.season = None, season
                row.save(force_insert=True)
    record("places.season_added", centre, by=by, before={}, after=_facts(season))
    return season


@action
def change_season(
    *,
    season: Season,
    name: str,
    starts_on: dt.date,
    ends_on: dt.date,
    by: audit.Actor,
    seen: str | None = None,
    is_acknowledged: bool = False,
) -> None:
    """Change the name or the dates of a season. Raises what add_season raises, and Conflict."""
    centre = lock(season.centre)
    season = centre.seasons.get(pk=season.pk)
    versions.check(seen, season_version(season))
    before = _facts(season)
    season.name, season.starts_on, season.ends_on = name.strip(), starts_on, ends_on
    _check(season, is_new=False)
    with touching(centre, is_acknowledged=is_acknowledged):
        season.save()
    record("places.season_changed", centre, by=by, before=before, after=_facts(season), season=season.name)


@action
def remove_season(*, season: Season, by: audit.Actor, is_acknowledged: bool = False) -> None:
    """Remove a season and its week. Raises Touches when accepted uses would fall outside hours."""
    centre = lock(season.centre)
    before = _facts(season)
    with touching(centre, is_acknowledged=is_acknowledged):
        season.delete()
    record("places.season_removed", centre, by=by, before=before, after={}, season=season.name)


def season_version(season: Season) -> str:
    """Return the version of a season, to be handed back by whoever changes it."""
    return versions.version_of(_facts(season))


def _facts(season: Season) -> Facts:
    return {
        "name": season.name,
        "starts_on": season.starts_on.isoformat(),
        "ends_on": season.ends_on.isoformat(),
    }


def _check(season: Season, *, is_new: bool) -> None:
    problems = []
    now = today(season.centre)
    if season.ends_on < season.starts_on:
        problems.append(Problem("ends_on", "ends-before", _("The last day comes before the first.")))
    elif season.ends_on - season.starts_on > LONGEST:
        problems.append(Problem("ends_on", "season-long", _("A season lasts a year at most. Is the year right?")))
    elif is_new and season.ends_on < now:
        problems.append(Problem("ends_on", "season-past", _("This season is over already. Is the year right?")))
    elif season.starts_on - now > AHEAD:
        said = _("This is more than three years ahead. Is the year right?")
        problems.append(Problem("starts_on", "season-far", said))
    else:
        others = season.centre.seasons.exclude(pk=season.pk)
        if other := others.filter(starts_on__lte=season.ends_on, ends_on__gte=season.starts_on).first():
            sentence = _("%(season)s lies in these days too: %(first)s–%(last)s. Seasons follow one another.") % {
                "season": other.name,
                "first": f"{other.starts_on:%d.%m.%Y}",
                "last": f"{other.ends_on:%d.%m.%Y}",
            }
            problems.append(Problem("starts_on", "seasons-overlap", sentence))
    raise_any(problems)
