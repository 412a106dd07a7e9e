"""What GDELT's and ICEWS's tables ask for: CAMEO actor codes, FIPS countries, dates as numbers."""

from __future__ import annotations

from calendar import isleap
from datetime import UTC, datetime
from functools import cache

from dragoman.export.base import Told
from dragoman.export.told import days, rows_of
from dragoman.query.countries import countries
from dragoman.record import Entity

GROUPS = frozenset({"UNO", "EUR"})
_TYPES = {"UNO": "IGO", "EUR": "IGO", "IGO": "IGO", "NGO": "NGO", "MNC": "MNC"}


@cache
def _sectors() -> dict[str, str]:
    return {row[0]: row[1] for row in rows_of("cameo_types.tsv")}


def country(e: Entity | None) -> str | None:
    """Three letters; None where the party is of no country."""
    return e.code if e and e.code in countries() else None


def group(e: Entity | None) -> str | None:
    """The code of a known organisation."""
    return e.code if e and e.code in GROUPS else None


def types(e: Entity | None) -> list[str]:
    """CAMEO actor types, three at most, of the kind of organisation and of the sectors that have one."""
    if e is None:
        return []
    found = [_TYPES[e.code]] if e.code in _TYPES else []
    found += [_sectors()[s] for s in e.sector if s in _sectors()]
    return list(dict.fromkeys(found))[:3]


def actor_code(e: Entity | None) -> str | None:
    """Country or group, then types, as CAMEO strings them together: AZEMIL."""
    if e is None:
        return None
    return "".join([country(e) or group(e) or "", *types(e)]) or None


def base(code: str | None) -> str | None:
    """The second level of a CAMEO code: 1823 is a 182."""
    return code[:3] if code else None


def root(code: str | None) -> str | None:
    """The first level: 1823 is an 18."""
    return code[:2] if code else None


def fips(code: str | None) -> str | None:
    """FIPS 10-4 of an ISO 3166 alpha-3 code; None where FIPS has none."""
    return countries()[code][0] or None if code in countries() else None


def sql_date(t: Told) -> str | None:
    """YYYYMMDD, where the event is known to the day."""
    both = days(t.claim)
    return f"{both[0]:%Y%m%d}" if both and both[0] == both[1] else None


def month(t: Told) -> str | None:
    """YYYYMM, where it is known to the month."""
    both = days(t.claim)
    return f"{both[0]:%Y%m}" if both and both[0].timetuple()[:2] == both[1].timetuple()[:2] else None


def year(t: Told) -> str | None:
    """YYYY, where it is known to the year."""
    both = days(t.claim)
    return f"{both[0]:%Y}" if both and both[0].year == both[1].year else None


def fraction(t: Told) -> str | None:
    """The year and the share of it that is over at the day's end."""
    both = days(t.claim)
    if not both or both[0] != both[1]:
        return None
    length = 366 if isleap(both[0].year) else 365
    return f"{both[0].year + both[0].timetuple().tm_yday / length:.4f}"


def stamp(moment: str | None) -> str | None:
    """An ISO 8601 date or time as YYYYMMDDHHMMSS in UTC; midnight where there is only a day."""
    if not moment:
        return None
    try:
        when = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return f"{when.astimezone(UTC) if when.tzinfo else when:%Y%m%d%H%M%S}"


def geo_type(t: Told) -> int | None:
    """GDELT's kinds of place: 1 country, 2 US state, 3 US town, 4 town elsewhere, 5 division elsewhere."""
    where = t.claim.event_loc
    if where is None or where.resolution is None:
        return None
    if where.resolution == 1:
        return 1
    town, at_home = where.resolution >= 4, where.country_code == "USA"
    return (3 if at_home else 4) if town else (2 if at_home else 5)
