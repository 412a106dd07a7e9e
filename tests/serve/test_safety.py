"""Who may do what: origins, tokens, users, roles, limits."""

from __future__ import annotations

import stat

import pytest

from dragoman.errors import BadValue
from dragoman.serve import make_app
from dragoman.serve.pages import all_pages
from dragoman.serve.pages.login import _inside
from dragoman.serve.users import Limits, Users, users_file
from dragoman.store import Ledger
from factories import full_record
from factories.web import Visitor, ask

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    path = tmp_path_factory.mktemp("safety") / "ledger.db"
    with Ledger(path) as store:
        store.add(full_record())
    return path


@pytest.fixture(scope="module")
def people(ledger):
    users = Users(users_file(ledger), cost=2**6)
    for name, role in (("rea", "reader"), ("rev", "reviewer")):
        users.add(name, PASSWORD, role)
    return users


@pytest.fixture
def app(ledger, people):
    return make_app(ledger, users=people)


def _enter(app, name: str, password: str = PASSWORD) -> Visitor:
    visitor = Visitor(app)
    visitor.get("/login")
    visitor.post("/login", {"name": name, "password": password})
    return visitor


# origins and tokens ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:9999", "https://127.0.0.1:8765", "null"])
def test_other_origins_may_not_post(ledger, origin):
    visitor = Visitor(make_app(ledger))
    visitor.get("/read")
    assert visitor.post("/read", {"text": ""}, origin=origin).status == 403


def test_a_form_must_repeat_the_token(ledger):
    visitor = Visitor(make_app(ledger))
    visitor.get("/read")
    assert visitor.post("/read", {"text": ""}).status == 400, "the form arrives, and has no words"
    assert visitor.post("/read", {"text": ""}, token=False).status == 403
    visitor.token = "x" * 43
    assert visitor.post("/read", {"text": ""}).status == 403
    stranger = Visitor(make_app(ledger))
    stranger.token = visitor.token
    assert stranger.post("/read", {"text": ""}).status == 403


def test_a_request_without_origin_still_needs_to_be_of_this_site(ledger):
    answer = ask(make_app(ledger), "/read", method="POST", headers={"sec-fetch-site": "cross-site"})
    assert answer.status == 403 and "another site" in answer.text


def test_every_action_is_guarded(ledger):
    app = make_app(ledger)
    for action in (p for p in all_pages() if not hasattr(p, "template")):
        address = action.path.replace("{id}", "x").replace("{id:path}", "x")
        headers = {"content-type": "application/x-www-form-urlencoded", "origin": Visitor.ORIGIN}
        assert ask(app, address, method="POST", headers=headers, body=b"a=b").status == 403, action.path


def test_cookies_are_strict(ledger):
    answer = Visitor(make_app(ledger)).get("/read")
    assert answer.cookies and all("httponly" in c.lower() and "samesite=strict" in c.lower() for c in answer.cookies)


# users -------------------------------------------------------------------------------------------------------------


def test_nothing_is_shown_before_logging_in(app):
    for page in all_pages():
        if hasattr(page, "template") and page.role is not None:
            address = page.path.replace("{id:path}", "tavrin").replace("{id}", "x").replace("{name:path}", "codebook")
            answer = ask(app, address.replace("{a}", "A").replace("{b}", "B"))
            assert (answer.status, answer.headers["location"][:7]) == (303, "/login?"), page.path
            assert "tavrin" not in answer.text
    assert ask(app, "/index.json").status == 401
    assert ask(app, "/static/css/base.css").status == 200, "the login page has its style"


def test_login_goes_to_where_one_wanted_to_go(app):
    visitor = Visitor(app)
    to = visitor.get("/articles/tavrin?kind=toll").headers["location"]
    visitor.get(to)
    answer = visitor.post("/login", {"name": "rea", "password": PASSWORD, "next": "/articles/tavrin?kind=toll"})
    assert (answer.status, answer.headers["location"]) == (303, "/articles/tavrin?kind=toll")
    assert visitor.get("/articles/tavrin").status == 200
    assert "rea" in visitor.get("/").text


def test_next_never_leads_out():
    assert _inside("/ledger?x=1") == "/ledger?x=1"
    for out in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "", "/a\nb"):
        assert _inside(out) == "/"


def test_roles(app):
    reader, reviewer = _enter(app, "rea"), _enter(app, "rev")
    assert reader.get("/").status == reviewer.get("/").status == 200
    assert reader.get("/read").status == 403 and reviewer.get("/read").status == 200
    assert 'href="/read"' not in reader.get("/").text and 'href="/read"' in reviewer.get("/").text
    assert reader.post("/read", {"text": "x"}).status == 403


def test_logging_out_ends_the_session_everywhere(app):
    visitor = _enter(app, "rev")
    stolen = dict(visitor.cookies)
    visitor.get("/")
    assert visitor.post("/logout").status == 303
    thief = Visitor(app)
    thief.cookies = stolen
    assert thief.get("/").status == 303


def test_the_token_of_a_session_is_not_that_of_another(app):
    one, other = _enter(app, "rev"), _enter(app, "rev")
    one.get("/read"), other.get("/read")
    assert one.token != other.token
    one.token = other.token
    assert one.post("/read", {"text": ""}).status == 403


def test_wrong_passwords_are_slowed_down(app):
    visitor = Visitor(app)
    visitor.get("/login")
    answers = [visitor.post("/login", {"name": "rea", "password": f"guess {n}"}).status for n in range(Limits.FREE + 1)]
    assert answers == [403] * Limits.FREE + [429]
    late = visitor.post("/login", {"name": "rea", "password": PASSWORD})
    assert late.status == 429 and int(late.headers["retry-after"]) > 0, "also the right one has to wait"


def test_limits_double():
    limits = Limits()
    waits = []
    for _ in range(Limits.FREE + 3):
        limits.failed("a", "b")
        waits.append(round(limits.wait("a")))
    assert waits == [0] * (Limits.FREE - 1) + [15, 30, 60, 120]
    assert limits.wait("c") == 0
    limits.passed("a")
    assert limits.wait("a") == 0 and limits.wait("a", "b") > 0


def test_the_file_tells_neither_passwords_nor_sessions(people, app, ledger):
    visitor = _enter(app, "rev")
    data = b"".join(f.read_bytes() for f in ledger.parent.glob("*.users*"))
    assert PASSWORD.encode() not in data and visitor.cookies["dragoman-session"].encode() not in data
    assert stat.S_IMODE(users_file(ledger).stat().st_mode) == 0o600


def test_users_are_checked(tmp_path):
    users = Users(tmp_path / "u", cost=2**6)
    with pytest.raises(BadValue, match="too short"):
        users.add("a", "short", "reader")
    with pytest.raises(BadValue, match="no role"):
        users.add("a", PASSWORD, "king")  # type: ignore[arg-type]
    users.add("a", PASSWORD, "reader")
    with pytest.raises(BadValue, match="already"):
        users.add("a", PASSWORD, "admin")
    token = users.log_in("a", PASSWORD)
    assert token and users.session(token)
    users.add("a", PASSWORD + "!", "admin", replace=True)
    assert users.session(token) is None and users.log_in("a", PASSWORD) is None
    assert [(u.name, u.role) for u in users.all()] == [("a", "admin")]
    users.remove("a")
    with pytest.raises(BadValue, match="no user"):
        users.remove("a")


def test_the_api_is_behind_the_same_door(app, ledger):
    assert ask(app, "/api/claims").status == 401
    assert _enter(app, "rea").get("/api/claims").status == 200
    assert ask(make_app(ledger), "/api/claims", method="POST", headers={"origin": "http://evil.example"}).status == 403
