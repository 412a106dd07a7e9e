"""Text in capitals is read in the case that news would give it; offsets hold."""

import pytest

from dragoman.document import Block, Reading
from dragoman.parse.truecase import in_capitals, truecase


def restored(text: str) -> str:
    reading = Reading(text, tuple(range(len(text) + 1)), (Block(0, len(text)),))
    out = truecase(reading)
    assert len(out.text) == len(text) and out.offsets == reading.offsets and out.blocks == reading.blocks
    return out.text


@pytest.mark.parametrize(
    ("raw", "cased"),
    [
        (
            "REBELS OF THE NATIONAL UNITY FRONT [NUF] KILLED TWO SOLDIERS NEAR SAN VICENTE. THE NUF DENIED IT.",
            "Rebels of the national unity front [NUF] killed two soldiers near San Vicente. The NUF denied it.",
        ),
        (
            "GENERAL RAMIRO OQUELI SAID IN TEGUCIGALPA ON 3 MAY THAT COLOMBIA'S ARMY MAY MARCH ON THE TOWN.",
            "General Ramiro Oqueli said in Tegucigalpa on 3 May that Colombia's army may march on the town.",
        ),
        (
            "TROOPS OF THE 3D BRIGADE WITH M-16 RIFLES UNLOADED MACHINEGUNS IN SANTA RITA DE LA CUESTA, THE U.N. SAID.",
            "Troops of the 3D brigade with M-16 rifles unloaded machineguns in Santa Rita de la Cuesta, the U.N. said.",
        ),
        (
            "TURKISH JETS BOMBED KURDISH REBELS IN IRAQ, THE ANATOLIA NEWS AGENCY REPORTED. HUSSEIN'S AIDES PROTESTED.",
            "Turkish jets bombed Kurdish rebels in Iraq, the Anatolia news agency reported. Hussein's aides protested.",
        ),
    ],
)
def test_case_comes_back(raw: str, cased: str):
    assert restored(raw) == cased


def test_mixed_case_is_left_alone():
    text = "NATO said FMLN rebels had killed two soldiers near San Vicente on Friday."
    assert not in_capitals(text)
    assert restored(text) == text


def test_a_letter_that_grows_in_lower_case_keeps_its_length():
    assert len(restored("POLICE IN İZMİR ARRESTED NINE STUDENTS ON FRIDAY, THE GOVERNOR SAID.")) == 68
