"""Every input format on a file made to its specification, and on damaged ones: a clear error, and the rest goes on."""

import email.message
import gzip
import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.read import read_stories
from dragoman.read.formats import BUILT_IN, reader_for
from dragoman.read.sources import parse_columns

BODY = "Rebels shelled the town on Friday, killing five people, the army said in a statement."
SECOND = "Talks between the two governments go on in Luanda, officials said on Saturday."
PAGE = f"""<!doctype html><html lang="en"><head><title>Town shelled | The Courier</title>
<meta property="og:site_name" content="The Courier"><meta property="og:title" content="Town shelled">
<meta property="article:published_time" content="2024-05-03T10:00:00Z"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Town shelled</h1><p>{BODY}</p><p>{SECOND}</p></article>
<footer>Copyright</footer></body></html>"""


def read(*paths: Path | str, **options):
    errors: list[InputError] = []
    return list(read_stories(list(paths), on_error=errors.append, **options)), errors


def write(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return path


def test_html(tmp_path: Path):
    (story,), errors = read(write(tmp_path, "page.html", PAGE))
    assert errors == []
    assert (story.id, story.headline, story.outlet, story.published) == (
        "page",
        "Town shelled",
        "The Courier",
        "2024-05-03",
    )
    assert BODY in story.text and SECOND in story.text and "Copyright" not in story.text


def test_html_without_an_article_and_with_ten_thousand_nested_tags(tmp_path: Path):
    write(tmp_path, "a.html", "<html><body></body></html>")
    write(tmp_path, "b.html", "<div>" * 10_000 + BODY + "</div>" * 10_000)
    write(tmp_path, "c.html", PAGE)
    stories, errors = read(tmp_path)
    assert "c" in [s.id for s in stories]
    assert all(e.code == "D103" for e in errors) and errors


def test_csv_with_a_column_map_and_broken_rows(tmp_path: Path):
    rows = f'story_no;body text;day\n1;"{BODY}";2024-05-03\n2;"too";"many";"cells"\n3;"{SECOND}";03/05/2024\n4;"";2024-05-03\n5;"{SECOND}";2024-05-04\n'
    path = write(tmp_path, "t.csv", rows)
    stories, errors = read(path, columns=parse_columns(["id=story_no", "text=body text", "published=day"]))
    assert [(s.id, s.published) for s in stories] == [("1", "2024-05-03"), ("5", "2024-05-04")]
    assert [(e.code, e.line) for e in errors] == [("D107", 3), ("D106", 4), ("D106", 5)]


def test_csv_columns_are_told_by_their_usual_names(tmp_path: Path):
    (story,), errors = read(
        write(tmp_path, "t.tsv", f"Title\tContent\tDate\tSource\nTown shelled\t{BODY}\t2024-05-03\tThe Courier\n")
    )
    assert errors == []
    assert (story.headline, story.text, story.published, story.outlet) == (
        "Town shelled",
        BODY,
        "2024-05-03",
        "The Courier",
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_csv_encodings(tmp_path: Path, encoding: str):
    text = "The rebels’ “new” offensive began – the army said – on Friday."
    (story,), errors = read(write(tmp_path, "t.csv", f'id,text\r\n1,"{text}"\r\n'.encode(encoding)))
    assert errors == [] and story.text == text


def test_csv_without_a_text_column_names_the_remedy(tmp_path: Path):
    stories, errors = read(write(tmp_path, "t.csv", "a,b\n1,2\n"))
    assert stories == [] and "--columns text=COLUMN" in str(errors[0]) and "a, b" in str(errors[0])


def test_parquet(tmp_path: Path):
    import duckdb

    path = tmp_path / "t.parquet"
    duckdb.sql(
        f"COPY (SELECT 7 AS id, '{BODY}' AS text, DATE '2024-05-03' AS date UNION ALL SELECT 8, NULL, NULL) TO '{path}' (FORMAT parquet)"
    )
    stories, errors = read(path)
    assert [(s.id, s.text, s.published) for s in stories] == [("7", BODY, "2024-05-03")]
    assert [e.code for e in errors] == ["D106"]
    _, errors = read(write(tmp_path, "bad.parquet", path.read_bytes()[:-20]))
    assert [e.code for e in errors] == ["D107"]


NINJS3 = {
    "standard": {"name": "ninjs", "version": "3.0", "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json"},
    "uri": "tag:courier.example,2024:town", "version": "2", "versionCreated": "2024-05-03T10:00:00+00:00", "pubStatus": "usable",
    "language": "en", "headlines": [{"value": "Short", "role": "short"}, {"value": "Town shelled", "role": "main"}],
    "bodies": [{"value": f"<p>{BODY}</p><p>{SECOND}</p>", "contentType": "text/html", "role": "main"}],
    "located": "GOMA", "infoSources": [{"name": "Reuters"}],
}  # fmt: skip


def test_ninjs_3(tmp_path: Path):
    (story,), errors = read(write(tmp_path, "item.json", json.dumps(NINJS3)))
    assert errors == []
    assert story.text == f"{BODY}\n\n{SECOND}"
    assert (story.id, story.version, story.headline) == ("tag:courier.example,2024:town", 2, "Town shelled")
    assert (story.dateline, story.agency, story.canceled) == ("GOMA", "Reuters", False)


def test_ninjs_1_and_a_withdrawal(tmp_path: Path):
    old = {
        "uri": "urn:x:1",
        "body_text": BODY,
        "headline": "Town shelled",
        "versioncreated": "2024-05-03T10:00:00Z",
        "type": "text",
    }
    gone = {"uri": "urn:x:1", "version": "3", "pubstatus": "canceled", "headline": "Town shelled"}
    stories, errors = read(write(tmp_path, "items.json", json.dumps([old, gone, {"uri": "urn:x:2"}, 5])))
    assert [(s.id, s.canceled, s.version) for s in stories] == [("urn:x:1", False, None), ("urn:x:1", True, 3)]
    assert [(e.code, e.line) for e in errors] == [("D106", 3), ("D107", 4)]


NEWSML = f"""<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="tag:afp.example,2024:1" version="4" standard="NewsML-G2" standardversion="2.31" conformance="power">
<itemMeta><itemClass qcode="ninat:text"/><provider literal="AFP"><name>AFP</name></provider><versionCreated>2024-05-03T10:00:00Z</versionCreated>
<pubStatus qcode="stat:usable"/></itemMeta>
<contentMeta><located><name>GOMA</name></located><language tag="en"/><headline>Town shelled</headline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{BODY}</p><p>{SECOND}</p></body></html></inlineXML></contentSet>
</newsItem>
<newsItem guid="tag:afp.example,2024:2" version="2"><itemMeta><pubStatus qcode="stat:canceled"/></itemMeta><contentMeta/></newsItem>
</itemSet></newsMessage>"""


def test_newsml_g2(tmp_path: Path):
    (story, gone), errors = read(write(tmp_path, "item.xml", NEWSML))
    assert errors == []
    assert story.text == f"{BODY}\n\n{SECOND}"
    assert (story.id, story.version, story.published) == ("tag:afp.example,2024:1", 4, "2024-05-03T10:00:00Z")
    assert (story.dateline, story.agency, story.outlet, story.language, story.headline) == (
        "GOMA",
        "AFP",
        "AFP",
        "en",
        "Town shelled",
    )
    assert gone.canceled and gone.id == "tag:afp.example,2024:2"


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]><newsItem>&b;</newsItem>',
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><rss><channel><item><title>&f;</title></item></channel></rss>',
        "<newsItem><open>",
        "<svg></svg>",
        "<a>" * 10_000 + "</a>" * 10_000,
    ],
)
def test_hostile_or_damaged_xml_is_refused(tmp_path: Path, xml: str):
    stories, errors = read(write(tmp_path, "bad.xml", xml), write(tmp_path, "good.xml", NEWSML))
    assert [e.code for e in errors] == ["D107"]
    assert len(stories) == 2


def test_rss_and_atom(tmp_path: Path):
    rss = f"""<rss version="2.0"><channel><title>The Courier</title>
    <item><title>Town shelled</title><link>https://c.example/1</link><guid>https://c.example/1</guid>
    <pubDate>Fri, 03 May 2024 10:00:00 GMT</pubDate><description>&lt;p&gt;{BODY}&lt;/p&gt;</description></item><item><title>Empty</title></item></channel></rss>"""
    (story,), errors = read(write(tmp_path, "feed.rss", rss))
    assert (story.id, story.text, story.outlet) == ("https://c.example/1", BODY, "The Courier")
    assert story.published == "2024-05-03T10:00:00Z" and [e.line for e in errors] == [2]
    atom = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Courier</title><entry><id>urn:1</id><title>Town shelled</title>
    <updated>2024-05-03T10:00:00Z</updated><content type="html">&lt;p&gt;{BODY}&lt;/p&gt;</content></entry></feed>"""
    (story,), errors = read(write(tmp_path, "feed.xml", atom))
    assert errors == [] and (story.id, story.text) == ("urn:1", BODY)


def test_mail(tmp_path: Path):
    message = email.message.EmailMessage()
    message["Subject"], message["From"], message["Date"] = (
        "Town shelled",
        "Reuters <wire@example.org>",
        "Fri, 03 May 2024 10:00:00 +0000",
    )
    message["Message-ID"] = "<17@example.org>"
    message.set_content(BODY)
    message.add_alternative(f"<p>{BODY}</p>", subtype="html")
    (story,), errors = read(write(tmp_path, "m.eml", bytes(message)))
    assert errors == [] and story.text.strip() == BODY
    assert (story.id, story.headline, story.agency, story.published) == (
        "17@example.org",
        "Town shelled",
        "Reuters",
        "2024-05-03T10:00:00+00:00",
    )


def warc(*pages: tuple[str, str]) -> bytes:
    out = b""
    for url, html in pages:
        payload = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}".encode()
        out += (
            (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-03T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:1-{len(out)}>\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(payload)}\r\n\r\n"
            ).encode()
            + payload
            + b"\r\n\r\n"
        )
    return out


def test_warc(tmp_path: Path):
    data = warc(("https://c.example/1", PAGE), ("https://c.example/empty", "<html></html>"))
    (story,), errors = read(write(tmp_path, "a.warc", data))
    assert errors == [] and (story.id, story.url, story.headline) == (
        "https://c.example/1",
        "https://c.example/1",
        "Town shelled",
    )
    (story,), errors = read(write(tmp_path, "a.warc.gz", gzip.compress(data)))
    assert errors == [] and story.id == "https://c.example/1"
    _, errors = read(write(tmp_path, "bad.warc", b"not a web archive"))
    assert [e.code for e in errors] == ["D107"]


def test_zip_tar_and_gzip_hold_any_format(tmp_path: Path):
    members = {
        "a/one.txt": BODY.encode(),
        "two.jsonl": json.dumps({"id": "j", "text": SECOND}).encode(),
        "__MACOSX/x.txt": b"no",
        "../climb.txt": BODY.encode(),
    }
    with zipfile.ZipFile(tmp_path / "n.zip", "w") as z:
        for name, data in members.items():
            z.writestr(name, data)
    stories, errors = read(tmp_path / "n.zip")
    assert errors == [] and [s.id for s in stories] == ["one", "j", "climb"]
    assert not (tmp_path.parent / "climb.txt").exists()
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as t:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            t.addfile(info, io.BytesIO(data))
    stories, errors = read(write(tmp_path, "n.tar.gz", buffer.getvalue()))
    assert errors == [] and [s.id for s in stories] == ["one", "j", "climb"]
    stories, errors = read(write(tmp_path, "s.jsonl.gz", gzip.compress(members["two.jsonl"])))
    assert errors == [] and [s.id for s in stories] == ["j"]


def test_a_bomb_and_a_truncated_archive_are_refused_and_the_rest_goes_on(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("zeros.txt", b"0" * 40_000_000)
        z.writestr("good.txt", BODY)
    stories, errors = read(tmp_path / "bomb.zip")
    assert [s.id for s in stories] == ["good"] and [e.code for e in errors] == ["D108"]
    write(tmp_path, "cut.zip", (tmp_path / "bomb.zip").read_bytes()[:-40])
    _, errors = read(tmp_path / "cut.zip")
    assert [e.code for e in errors] == ["D107"]
    stories, errors = read(write(tmp_path, "cut.jsonl.gz", gzip.compress(json.dumps({"text": BODY}).encode() * 9)[:-9]))
    assert [e.code for e in errors][-1] == "D107"


def test_archives_in_archives_end(tmp_path: Path):
    data = gzip.compress(BODY.encode())
    for _ in range(5):
        data = gzip.compress(data)
    stories, errors = read(write(tmp_path, "x.txt" + ".gz" * 6, data))
    assert stories == [] and [e.code for e in errors] == ["D107"]


def test_every_suffix_leads_to_its_reader():
    for known in BUILT_IN:
        for suffix in known.suffixes:
            assert reader_for("Story" + suffix.upper()) is known.read


def test_every_format_is_in_the_docs():
    text = (Path(__file__).resolve().parents[2] / "docs/reading.md").read_text("utf-8")
    assert [f.name for f in BUILT_IN if f"| {f.name} |" not in text] == []


def test_a_withdrawal_retracts_the_claims_and_deletes_nothing(tmp_path: Path):
    from dragoman.coder import code_stories
    from dragoman.store import Ledger

    story = {"uri": "urn:x:1", "version": "1", "body_text": BODY, "versioncreated": "2024-05-03T10:00:00Z"}
    gone = {"uri": "urn:x:1", "version": "2", "pubstatus": "canceled", "headline": "Rebels shell town"}
    stories, errors = read(write(tmp_path, "items.json", json.dumps([story, gone])))
    assert errors == []
    first, last = code_stories(stories)
    assert first.claims and not last.claims
    assert "withdrawn" in [w.kind for w in last.warnings]
    with Ledger(tmp_path / "ledger.db") as ledger:
        assert [ledger.add(first), ledger.add(last)] == ["new", "revised"]
        assert ledger.select("SELECT count(*) FROM current_claims") == [(0,)]
        assert ledger.record("urn:x:1", revision=1) == first
