"""PLOVER's closed lists that a filter may name (manual 0.8, chapters on sectors, entities outside states, contexts)."""

from __future__ import annotations

SECTORS = tuple(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split()
)
BODIES = tuple("UNO EUR IGO NGO ISM IMG MNC KOS".split())
"""Codes of parties that are no country."""
CONTEXTS = tuple(
    "military intelligence executive legislative election political_institutions pro_democracy pro_autocracy economic"
    " legal reparations human_rights rights_freedoms repression human_security gender lgbt religion_ethnicity inequality"
    " diplomatic territory peacekeeping health asylum migration disasters natural_resource environment technology"
    " terrorism cbrn cyber misinformation crime corruption illegal_drugs trafficking".split()
)
QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
