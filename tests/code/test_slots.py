"""Who fills which slot: the constructions of news, one a row."""

import pytest

from dragoman.code.events.slots import noun_slots, verb_slots
from dragoman.parse.syntax import syntax

VERBS = [
    # sentence, verb form, subject heads, object heads
    ("Rebels attacked the convoy.", "attacked", ["Rebels"], ["convoy"]),
    ("The convoy was attacked by rebels near Gao.", "attacked", ["rebels"], ["convoy"]),
    ("The convoy was attacked near Gao.", "attacked", [], ["convoy"]),
    ("Soldiers and policemen beat students and teachers.", "beat", ["Soldiers", "policemen"], ["students", "teachers"]),
    ("Troops entered the town and arrested the mayor.", "arrested", ["Troops"], ["mayor"]),
    ("The army continued to shell the port.", "shell", ["army"], ["port"]),
    ("Police detained the man who attacked the minister.", "attacked", ["man"], ["minister"]),
    ("Villagers buried the men killed by soldiers.", "killed", ["soldiers"], ["men"]),
    ("Gunmen stormed the hotel, killing five guests.", "killing", ["Gunmen"], ["guests"]),
    ("Kenya accused the militia of killing herders.", "killing", ["militia"], ["herders"]),
]


@pytest.mark.parametrize(("sentence", "verb", "subjects", "objects"), VERBS)
def test_verb_slots(parsed, sentence, verb, subjects, objects):
    doc = parsed(sentence)
    i = next(t.i for t in doc.tokens if t.text == verb)
    slots = verb_slots(syntax(doc), i)
    assert [doc.tokens[k].text for k in slots["subj"]] == subjects
    assert [doc.tokens[k].text for k in slots["obj"]] == objects


def test_prepositional_slots_are_named_by_their_preposition(parsed):
    doc = parsed("The president met in Geneva with the envoy.")
    slots = verb_slots(syntax(doc), 2)
    assert [doc.tokens[k].text for k in slots["with"]] == ["envoy"]
    assert [doc.tokens[k].text for k in slots["in"]] == ["Geneva"]


def test_noun_slots_take_possessors_and_national_modifiers(parsed):
    doc = parsed("Turkey's strikes on Kurdish positions angered Baghdad.")
    slots = noun_slots(syntax(doc), 2)
    assert [doc.tokens[k].text for k in slots["poss"]] == ["Turkey"]
    assert [doc.tokens[k].text for k in slots["on"]] == ["positions"]
