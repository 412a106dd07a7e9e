"""The committed JSON Schema, the types and what the coder gives are one."""

from __future__ import annotations

import json

import jsonschema
import pytest

from dragoman.coder import code_stories
from dragoman.document import Story
from dragoman.errors import BadValue
from dragoman.record import Record
from dragoman.schema import committed, generate, record_from_dict
from factories import full_record


@pytest.fixture(scope="module")
def validator():
    schema = json.loads(committed())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_schema_file_is_what_the_types_make():
    assert committed() == generate(), "run: python -m dragoman.schema"


def test_full_record_is_valid(validator):
    validator.validate(json.loads(json.dumps(full_record().to_dict())))


def test_coded_record_is_valid_and_decodes_to_itself(validator):
    text = "BAMAKO, May 11 (Wire) - Gunmen killed five soldiers on Tuesday, the army said. Talks resume on Friday."
    (record,) = code_stories([Story(text=text, published="2023-05-11")])
    plain = json.loads(json.dumps(record.to_dict()))
    validator.validate(plain)
    assert record_from_dict(plain) == record


def test_keys_are_those_of_the_format():
    schema = json.loads(committed())
    assert "from" in schema["$defs"]["Timex"]["properties"]
    assert "from_" not in schema["$defs"]["Timex"]["properties"]
    assert schema["properties"]["version"] == {"const": 1}
    assert set(schema["required"]) == set(Record("x", "").to_dict())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("claims", 0, "factuality"), "certain"),
        (("claims", 0, "event"), "attack"),
        (("claims", 1, "trigger", "start"), "7"),
        (("text",), None),
        (("claims", 0, "quad_code"), True),
    ],
)
def test_wrong_values_are_refused_by_schema_and_decoder(validator, path, value):
    plain = json.loads(json.dumps(full_record().to_dict()))
    place = plain
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert list(validator.iter_errors(plain))
    with pytest.raises(BadValue, match="tavrin: this is no record"):
        record_from_dict(plain)


def test_decoder_inverts_to_dict():
    assert record_from_dict(json.loads(json.dumps(full_record().to_dict()))) == full_record()


def test_decoder_refuses_a_later_version():
    with pytest.raises(BadValue, match="version 2"):
        record_from_dict({**full_record().to_dict(), "version": 2})
