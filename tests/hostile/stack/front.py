"""nginx in front of the real site: our configuration inside Debian's own, which logs every request.

Only what deploy/nginx/parent-press.conf calls yours is changed: name, certificate, folder, ports. A line that is not
there any more fails here instead of being passed over.
"""

import os
import shutil
import ssl
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile.stack.house import PATIENCE, House, free_port, wait_for
from tests.imports import ROOT

OURS = ROOT / "deploy" / "nginx" / "parent-press.conf"
# As Debian ships it, with places of this test's own. Both logs are on.
AROUND = """
daemon off;
worker_processes 2;
{user}
pid {home}/nginx.pid;
error_log {home}/logs/error.log info;
events {{ worker_connections 256; }}
http {{
    sendfile on;
    tcp_nopush on;
    types_hash_max_size 2048;
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    log_format all '$remote_addr "$request" "$http_referer" "$http_user_agent" "$http_cookie" '
        '"$http_x_forwarded_for" "$http_x_real_ip" "$http_accept_language" "$request_body"';
    access_log {home}/logs/access.log all;
    gzip on;
    include {home}/site.conf;
}}
"""


@dataclass
class Front:
    """`changed` are further replacements: what a careless hand may do to our file."""

    house: House
    changed: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    plain_port: int = field(default_factory=free_port)
    running: subprocess.Popen | None = None

    @property
    def home(self) -> Path:
        return self.house.home / "nginx"

    @property
    def program(self) -> str:
        found = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
        assert found, "nginx is missing. Run:  make tools"
        return found

    @property
    def certificate(self) -> Path:
        return self.home / "certificate.pem"

    def lay_out(self) -> None:
        (self.home / "logs").mkdir(parents=True)
        (self.home / "srv").mkdir()
        (self.home / "srv" / "static").symlink_to(self.house.home / "static")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=press.example.org"]
            + ["-addext", "subjectAltName=DNS:press.example.org,IP:127.0.0.1"]
            + ["-keyout", str(self.home / "key.pem"), "-out", str(self.certificate)],
            check=True,
            capture_output=True,
        )
        (self.home / "site.conf").write_text(self.site())
        # Workers of a root's nginx would be www-data, whom the test's folder does not let in.
        (self.home / "nginx.conf").write_text(
            AROUND.format(home=self.home, user="user root;" if os.geteuid() == 0 else "")
        )

    def site(self) -> str:
        places = {
            "/etc/letsencrypt/live/press.example.org/fullchain.pem": str(self.certificate),
            "/etc/letsencrypt/live/press.example.org/privkey.pem": str(self.home / "key.pem"),
            "root /srv/parent-press;": f"root {self.home}/srv;",
            "http://127.0.0.1:8000": f"http://127.0.0.1:{self.house.port}",
            "listen 443 ": f"listen 127.0.0.1:{self.port} ",
            "listen 80 ": f"listen 127.0.0.1:{self.plain_port} ",
            "    listen [::]:443 ssl http2 default_server;\n": "",
            "    listen [::]:80 default_server;\n": "",
            **self.changed,
        }
        text = OURS.read_text()
        for ours, here in places.items():
            assert ours in text, f"{OURS.name} has no {ours!r} any more"
            text = text.replace(ours, here)
        return text

    def say_whether_right(self) -> subprocess.CompletedProcess:
        """`nginx -t`."""
        return subprocess.run(
            [self.program, "-t", "-c", str(self.home / "nginx.conf")], capture_output=True, text=True, check=False
        )

    def start(self, *before: str) -> None:
        with (self.home / "said").open("ab") as said:
            self.running = subprocess.Popen(
                [*before, self.program, "-c", str(self.home / "nginx.conf"), "-e", str(self.home / "logs/start.log")],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        wait_for(self.running, self.plain_port, lambda: (self.home / "said").read_text())

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate))

    def stop(self) -> None:
        if self.running:
            pid = int((self.home / "nginx.pid").read_text())
            subprocess.run(["kill", "-QUIT", str(pid)], check=True)
            self.running.wait(timeout=PATIENCE)
            self.running = None
