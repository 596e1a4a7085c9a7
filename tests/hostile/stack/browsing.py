"""A parent's browser on the real site: the same walk as in the journey's tests, over HTTP and with telling headers."""

import http.client
import ssl
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.stories.journey.walking import Page

BOUNDARY = "----what-a-browser-puts-between-two-parts"


@dataclass
class Answer:
    """As much of Django's test response as the walk needs."""

    status_code: int
    headers: dict[str, str]
    content: bytes


@dataclass
class Browser:
    """`headers` and `query` go with every request. Each request has a connection of its own, as after a pause."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)
    query: str = ""
    tls: ssl.SSLContext | None = None
    host: str = "127.0.0.1"

    def get(self, path: str) -> Answer:
        return self.ask("GET", path, b"", {})

    def post(self, path: str, data: dict[str, str], headers: dict[str, str]) -> Answer:
        """The walk's own post."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        return self.ask("POST", path, urlencode(data).encode(), kind)

    def upload(self, path: str, data: dict[str, str], files: dict[str, tuple[str, bytes]]) -> Page:
        """A form with files: name of the field -> name of the file, and its bytes."""
        return Page(
            self,
            self.ask(
                "POST",
                path,
                multipart(data, files),
                {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Sec-Fetch-Site": "same-origin"},
            ),
        )

    def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        if self.tls:
            asking = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=60, context=self.tls)
        else:
            asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            asking.request(method, path + self.query, body, {"Host": self.host, **self.headers, **headers})
            answer = asking.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            asking.close()


def multipart(data: dict[str, str], files: dict[str, tuple[str, bytes]]) -> bytes:
    made = b""
    for name, value in data.items():
        made += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    for name, (filename, held) in files.items():
        told = f'Content-Disposition: form-data; name="{name}"; filename="{filename}"'
        made += f"--{BOUNDARY}\r\n{told}\r\nContent-Type: image/jpeg\r\n\r\n".encode() + held + b"\r\n"
    return made + f"--{BOUNDARY}--\r\n".encode()
