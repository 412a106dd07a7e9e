"""Write the schema file anew from record.py."""

from pathlib import Path

from dragoman.schema.generate import FILE, generate

if __name__ == "__main__":
    (Path(__file__).parent / FILE).write_text(generate(), encoding="utf-8")
