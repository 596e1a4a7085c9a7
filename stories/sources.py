"""Where a request comes from, only to count it: the answer is never stored and never logged."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def source(request: HttpRequest) -> str | None:
    """The network that a request comes from, or None where that says nothing about who asks.

    The address is taken from the header that the web server in front sets (`SOURCE_HEADER`), and from no other:
    anybody can send a header. An address of this machine or of a private network is a proxy's, and behind an onion
    address everybody has the same one. Whole networks count as one for IPv6, where each home has endless addresses.
    """
    if request.get_host().partition(":")[0].endswith(".onion"):
        return None
    written = request.META.get("REMOTE_ADDR", "")
    if settings.SOURCE_HEADER:
        # What the nearest web server added stands last; what stands before it, anybody may have written.
        written = request.headers.get(settings.SOURCE_HEADER, "").rpartition(",")[2]
    try:
        address = ipaddress.ip_address(written.strip())
    except ValueError:
        return None
    address = getattr(address, "ipv4_mapped", None) or address
    if not address.is_global:
        return None
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
