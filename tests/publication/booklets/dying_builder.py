"""Run as a child: builds what waits and dies at a step, as by a power cut. Arguments: the release, the step."""

import datetime
import os
import signal
import sys

import django


def main(release: str, step: str, day: str) -> None:
    django.setup()
    from publication.actions import build
    from publication.models import Release

    def tell(says: str, _done: int, _of: int) -> None:
        if says.startswith(step):
            os.kill(os.getpid(), signal.SIGKILL)

    build(release=Release.objects.get(pk=release), day=datetime.date.fromisoformat(day), tell=tell)


if __name__ == "__main__":
    main(*sys.argv[1:])
