"""This file knows where the site may listen. Plain Python only: `make run` asks it before anything is installed."""

import errno
import ipaddress
import os
import socket
import sys
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether a host name or address can mean nothing but this machine."""
    host = host.strip("[]").lower()
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def strangers(*, allowed_hosts: list[str], site_url: str, host: str = "127.0.0.1") -> list[str]:
    """What a demonstration would answer to that is not this machine: each with the name of its setting.

    The demonstration's keys are printed for everybody, so nothing real may ever be typed into it by mistake.
    """
    found = [f"ALLOWED_HOSTS holds {name!r}" for name in allowed_hosts if not is_loopback(name)]
    if not is_loopback(urlsplit(site_url).hostname or ""):
        found.append(f"SITE_URL is {site_url!r}")
    if not is_loopback(host):
        found.append(f"HOST is {host!r}")
    return found


def why_not(host: str, port: str | int) -> str:
    """The sentence that says why nothing can listen there, or nothing when all is well."""
    try:
        number = int(port)
    except ValueError:
        return f"PORT is {port!r}. Set it to a number, as in: PORT=8001 make run"
    if not 1 <= number <= 65535:
        return f"PORT is {number}. Set it between 1 and 65535, as in: PORT=8001 make run"
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host.strip("[]"), number))
            trial.listen(1)
        except PermissionError:
            return f"Port {number} needs more rights than you have. Use one from 1024 up, as in: PORT=8001 make run"
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"Port {number} is taken by another program. Use another: PORT={another(number)} make run"
            return f"Nothing can listen on {host}, port {number}: {error.strerror}. HOST and PORT say where."
    return ""


def another(port: int) -> int:
    """A neighbouring port to propose, never past the last one or below the free ones."""
    return port + 1 if 1024 <= port < 65535 else 8001


def too_open(found: list[str]) -> str:
    """The sentence that refuses a demonstration which others could reach."""
    if not found:
        return ""
    return (
        f"The demonstration listens to this machine only, since its keys are published: {'; '.join(found)}. "
        "Use 127.0.0.1, or make a real site with `make setup`."
    )


def main() -> int:
    """What `make run` asks before it installs anything."""
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    names = [name.strip() for name in os.environ.get("ALLOWED_HOSTS", "").split(",") if name.strip()]
    site = os.environ.get("SITE_URL") or "http://127.0.0.1"
    sentence = too_open(strangers(allowed_hosts=names, site_url=site, host=host)) or why_not(host, port)
    if sentence:
        print(sentence, file=sys.stderr)
    return 1 if sentence else 0


if __name__ == "__main__":
    sys.exit(main())
