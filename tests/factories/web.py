"""A browser's requests, straight to the app: no server and no HTTP client."""

from __future__ import annotations

import asyncio
import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlencode

from starlette.types import ASGIApp, Message


@dataclass
class Answer:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    cookies: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    def json(self) -> Any:
        return json.loads(self.body)


def ask(
    app: ASGIApp,
    address: str,
    *,
    method: str = "GET",
    host: str = "127.0.0.1:8765",
    headers: dict[str, str] | None = None,
    body: bytes = b"",
) -> Answer:
    """What the app answers to a request for the address (path and query)."""
    path, _, query = address.partition("#")[0].partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", host.encode()), *((k.encode(), v.encode()) for k, v in (headers or {}).items())],
        "server": ("127.0.0.1", 8765),
        "client": ("127.0.0.1", 40000),
    }
    answer = Answer()

    asked = False

    async def receive() -> Message:
        nonlocal asked
        if asked:
            await asyncio.Event().wait()
        asked = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            for k, v in message["headers"]:
                answer.headers[k.decode()] = v.decode()
                if k == b"set-cookie":
                    answer.cookies.append(v.decode())
        else:
            answer.body += message.get("body", b"")

    # In a thread of its own: a browser under test may keep a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, app(scope, receive, send)).result()
    return answer


class Visitor:
    """Somebody with a browser: keeps cookies, and sends the token of the last form."""

    ORIGIN = "http://127.0.0.1:8765"

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.cookies: dict[str, str] = {}
        self.token = ""

    def get(self, address: str, **headers: str) -> Answer:
        return self._ask("GET", address, {k.replace("_", "-"): v for k, v in headers.items()}, b"")

    def post(
        self, address: str, form: dict[str, str] | None = None, *, origin: str | None = ORIGIN, token: bool = True
    ) -> Answer:
        fields = {**({"csrf": self.token} if token else {}), **(form or {})}
        headers = {"content-type": "application/x-www-form-urlencoded"}
        if origin is not None:
            headers["origin"] = origin
        return self._ask("POST", address, headers, urlencode(fields).encode())

    def send_file(self, address: str, name: str, data: bytes) -> Answer:
        """One file by a multipart form."""
        line = "----a-line-of-its-own"
        parts = [("csrf", "", self.token.encode()), ("files", f'; filename="{name}"', data)]
        body = b"".join(
            f'--{line}\r\nContent-Disposition: form-data; name="{k}"{more}\r\n\r\n'.encode() + v + b"\r\n"
            for k, more, v in parts
        )
        headers = {"content-type": f"multipart/form-data; boundary={line}", "origin": self.ORIGIN}
        return self._ask("POST", address, headers, body + f"--{line}--\r\n".encode())

    def _ask(self, method: str, address: str, headers: dict[str, str], body: bytes) -> Answer:
        if self.cookies:
            headers["cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        answer = ask(self.app, address, method=method, headers=headers, body=body)
        for line in answer.cookies:
            name, value = line.partition(";")[0].split("=", 1)
            self.cookies.pop(name, None)
            if "max-age=0" not in line.lower():
                self.cookies[name] = value
        found = re.search(r'name="csrf" value="([^"]+)"', answer.body.decode("utf-8", "replace"))
        if found:
            self.token = found[1]
        return answer
