"""Every file of a release of the booklet with one of everything, as its SHA-256. As a program: prints them as JSON."""

import hashlib
import json

from publication.formats import files, web
from publication.formats.edition import Edition
from tests.publication.formats import texts, whole

URLS = web.Urls("/booklet/", lambda code: f"/booklet/{code}/")


def digests(edition: Edition) -> dict[str, str]:
    read = files.makers(
        edition, chrome=texts.Around(), pictures=whole.PICTURES, picture_url=lambda sha256: f"/p/{sha256}", urls=URLS
    )
    paper = files.print_makers(edition, pictures=whole.PICTURES)
    return {maker.name: hashlib.sha256(maker.make()).hexdigest() for maker in (*read, *paper)}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(digests(whole.edition())))
