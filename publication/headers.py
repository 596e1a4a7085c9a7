"""The headers that every answer carries. Safe by default, and never weaker than a view asked for.

A view that needs something stricter sets its own header; whatever is already there stays. Static files
are answered before this middleware, and need none of it.
"""

import re
import secrets

from django.conf import settings

# Nothing is allowed but what this site itself ships.
PUBLIC = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# The editor's rich text field writes two <style> elements, so style stays open there; scripts do not.
DESK = {
    **PUBLIC,
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "frame-src": "'self'",
    "frame-ancestors": "'self'",
}
PREVIEW = {**PUBLIC, "frame-ancestors": "'self'"}

POWERS = [
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "xr-spatial-tracking",
]
# Passkeys are how staff sign in; nothing else of the machine is anybody's business.
DESK_POWERS = {"publickey-credentials-create", "publickey-credentials-get"}

SCRIPT = re.compile(rb"<script(?=[\s>])(?![^>]*\snonce=)", re.IGNORECASE)


def policy(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def permissions(allowed: frozenset[str] | set[str] = frozenset()) -> str:
    return ", ".join(f"{power}={'(self)' if power in allowed else '()'}" for power in POWERS)


def with_nonce(html: bytes, nonce: str) -> bytes:
    """The same HTML with the nonce on each script element that has none."""
    return SCRIPT.sub(b'<script nonce="' + nonce.encode() + b'"', html)


class SafeHeadersMiddleware:
    """Sets what DESIGN section 11 asks for on each answer that Django makes."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.hsts = f"max-age={settings.SECURE_HSTS_SECONDS}" if settings.SECURE_HSTS_SECONDS else ""

    def __call__(self, request):
        response = self.get_response(request)
        if getattr(request, "is_dummy", False):
            self.make_public(response, PREVIEW)
        elif is_desk(request.path):
            self.make_desk(response)
        else:
            # A reader's browser that signed in here once must get no cookie either, not even one that ends the old.
            response.cookies.clear()
            self.make_public(response, PUBLIC)
        if self.hsts:
            response.headers.setdefault("Strict-Transport-Security", self.hsts)
        return response

    def make_public(self, response, directives):
        headers = response.headers
        # Home, shelf and sitemap name stories too: without a word from us, a cache on the way may keep them past a no.
        headers.setdefault("Cache-Control", "no-cache")
        headers.setdefault("Content-Security-Policy", policy(directives))
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", permissions())
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("X-Frame-Options", "SAMEORIGIN" if directives is PREVIEW else "DENY")
        headers.setdefault("X-Content-Type-Options", "nosniff")

    def make_desk(self, response):
        headers = response.headers
        nonce = secrets.token_urlsafe(16)
        if is_html(response):
            response.content = with_nonce(response.content, nonce)
            if response.has_header("Content-Length"):
                headers["Content-Length"] = str(len(response.content))
        headers.setdefault("Content-Security-Policy", policy({**DESK, "script-src": f"'self' 'nonce-{nonce}'"}))
        headers.setdefault("Permissions-Policy", permissions(DESK_POWERS))
        headers.setdefault("X-Frame-Options", "SAMEORIGIN")
        headers["Cache-Control"] = "no-store"
        self.make_public(response, DESK)


def is_desk(path: str) -> bool:
    return path == "/admin" or path.startswith("/admin/")


def is_html(response) -> bool:
    return not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")
