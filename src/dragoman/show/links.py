"""Links across stories for a reader at a terminal: incidents with their claims side by side, tolls, agreements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.text import Text

from dragoman.record import Claim, Record
from dragoman.show.terminal import FACTUALITY, console
from dragoman.show.words import according_to, one_line

GRADES = {"corroborated": "green", "contested": "red", "one-sided": "yellow", "single-source": "dim"}


def summary(
    copies: Sequence[dict[str, Any]], incidents: Sequence[dict[str, Any]], tolls: Sequence[Any], agreed: Sequence[Any]
) -> None:
    """What there is, in a few lines, and the copies."""
    out = console()
    several = [i for i in incidents if len(i["claims"]) > 1]
    out.print(f"{_count(len(copies), 'group')} of copies")
    for group in copies:
        others = [d for d in group["documents"] if d != group["root"]]
        out.print("  " + one_line(f"{group['root']} <- {', '.join(others)}"), soft_wrap=True, markup=False)
    out.print(f"{_count(len(incidents), 'incident')}, {len(several)} of more than one claim: dragoman incidents")
    out.print(f"{len(tolls)} series of running totals: dragoman tolls")
    out.print(f"{_count(len(agreed), 'agreement')}: dragoman agreements")


def incidents(found: Iterable[dict[str, Any]]) -> None:
    """One incident a line, and its grade below."""
    out = console()
    for i in found:
        out.print(_line(i), soft_wrap=True)
        out.print(Text(f"    {one_line(i['grade_why'])}", style=GRADES.get(i["grade"], "")), soft_wrap=True)


def incident(i: dict[str, Any], claims: Mapping[str, tuple[Record, Claim] | None], why: Sequence[object]) -> None:
    """The whole of one incident."""
    out = console()
    out.print(_line(i), soft_wrap=True)
    out.print(Text(f"{i['grade']}: {one_line(i['grade_why'])}", style=GRADES.get(i["grade"], "")), soft_wrap=True)
    for f in i["figures"]:
        out.print(Text(f"  {f['kind']}: {_range(f)}", style="bold"))
        for by in f["by"]:
            note = " (revised)" if by.get("revised") else ""
            out.print(Text("    " + one_line(f"{_range(by)}  {by['source']}  {by['claim']}{note}")), soft_wrap=True)
    for c in i["contradictions"]:
        out.print(Text("  " + one_line(f"differ {c['differ']}: {c['what']}"), style="red"), soft_wrap=True)
        for side in c["claims"]:
            out.print(Text("    " + one_line(f"{side['claim']}  {side['source']}: “{side['words']}”")), soft_wrap=True)
    out.print(Text("claims", style="bold"))
    for c in i["claims"]:
        told = claims.get(c["claim"])
        if told is not None:
            _claim(out, *told)
    if why:
        out.print(Text("why together", style="bold"))
        for reason in why:
            out.print(Text(f"  {one_line(str(reason))}", style="dim"), soft_wrap=True)


def _claim(out: Any, record: Record, claim: Claim) -> None:
    head = Text(f"  {one_line(claim.id)}", style="bold")
    facts = [record.outlet or record.agency, record.published, f"according to {according_to(claim.attribution)}"]
    head.append(" · ".join(["", *(one_line(f) for f in facts if f)]), style="not bold dim")
    head.append(f" · {claim.factuality}", style=FACTUALITY.get(claim.factuality, "") or "not bold dim")
    out.print(head, soft_wrap=True)
    sentence, t = claim.sentence, claim.trigger
    at, end = max(0, t.start - sentence.start), max(0, t.end - sentence.start)
    words = Text("    ")
    words.append(one_line(sentence.text[:at]) + (" " if at else ""))
    words.append(one_line(sentence.text[at:end]), style="bold")
    words.append(" " + one_line(sentence.text[end:]))
    out.print(words, soft_wrap=True)


def _line(i: dict[str, Any]) -> Text:
    when = i["date"] or "no date"
    if i["enddate"] and i["enddate"] != i["date"]:
        when += f" to {i['enddate']}"
    place = (i["event_loc"] or {}).get("resolved_place")
    who = _parties(i["actor"]) + (f" -> {_parties(i['recipient'])}" if i["recipient"] else "")
    out = Text(i["id"], style="dim")
    out.append(f"  {when}  ", style="not dim")
    out.append(i["event"] or "harm", style="bold not dim")
    facts = [", ".join(i["mode"]), one_line(place or ""), one_line(who)]
    facts += [f"{f['kind']} {_range(f)}" for f in i["figures"]]
    out.append("  ".join(["", *(f for f in facts if f)]), style="not dim")
    out.append(f"  {_count(len(i['claims']), 'claim')}, {_count(len(i['roots']), 'source')}", style="not dim")
    return out


def _parties(entities: Sequence[dict[str, Any]]) -> str:
    return ", ".join(" ".join(filter(None, (e["code"], *e["sector"][:1]))) or str(e["name"]) for e in entities) or "?"


def _range(f: Mapping[str, Any]) -> str:
    low, high = f["min"], f["max"]
    if high is None:
        return f"≥{low:,}"
    return f"{low:,}" if low == high else f"{low:,}-{high:,}"


def tolls(found: Iterable[dict[str, Any]]) -> None:
    """Each series with its points, what was revised marked."""
    out = console()
    for t in found:
        whose = t["affiliation"] or {}
        of = " ".join(filter(None, (whose.get("code"), *whose.get("sector", ())[:1], t["what"])))
        since = f" since {t['since']}" if t["since"] else ""
        out.print(Text(one_line(f"{t['kind']} {of}{since}, according to {t['source']}"), style="bold"), soft_wrap=True)
        revised = {r["to"]["claim"]: r for r in t["revisions"]}
        for p in t["points"]:
            value = p["value"] if p["value"] is not None else p["min"]
            line = f"{p['as_of'] or 'no date':10}  {value:,}  {p['claim']}"
            if p["claim"] in revised:
                before = revised[p["claim"]]
                line += f"  {before['kind']} from {before['from']['value']:,}"
            out.print(Text("  " + one_line(line)), soft_wrap=True)


def agreements(found: Iterable[dict[str, Any]]) -> None:
    """Each agreement with its steps and its alleged breaches."""
    out = console()
    for a in found:
        parties = ", ".join(str(p["name"]) for p in a["parties"]) or "parties not told"
        head = Text(one_line(f"{a['type']}: {parties}"), style="bold")
        head.append(f"  {a['status']}", style="not bold cyan")
        out.print(head, soft_wrap=True)
        facts = [("announced", a["announced"]), ("in force", a["in_force"]), ("ended", a["ends"])]
        facts += [("mediated by", ", ".join(str(m["name"]) for m in a["mediators"]))]
        out.print(Text("  " + one_line("; ".join(f"{k} {v}" for k, v in facts if v))), soft_wrap=True)
        for c in a["claims"]:
            out.print(Text("    " + one_line(f"{c['stage']:10} {c['claim']}"), style="dim"), soft_wrap=True)
        for b in a["breaches"]:
            by = ", ".join(str(x) for x in b["by"]) or "not told by whom"
            count = f", {b['count']} times" if b["count"] else ""
            line = f"breach by {by}{count}, {b['date'] or 'no date'}, according to {b['alleged_by']}: {b['claim']}"
            out.print(Text("    " + one_line(line), style="red"), soft_wrap=True)


def decisions(rows: Iterable[Any]) -> None:
    """One decision a line."""
    out = console()
    for r in rows:
        held = f", taken back {r.withdrawn[:10]}" if r.withdrawn else ""
        claims = ", ".join(f"{d} “{w}”" for d, _, _, w in r.claims)
        apart = f" apart from {', '.join(f'{d} “{w}”' for d, _, _, w in r.others)}" if r.others else ""
        line = f"{r.decision}  {r.made[:10]}  {r.by}  {r.kind}: {claims}{apart}{held}"
        out.print(Text(one_line(line + (f". {r.why}" if r.why else "")), style="dim" if held else ""), soft_wrap=True)


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}{'s' * (n != 1)}"
