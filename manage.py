#!/usr/bin/env python
import os
import sys

if __name__ == "__main__":
    if sys.argv[1:2] == ["rehearse"]:
        # Before any setting is read: a rehearsal never sees a real path.
        from publication.rehearsal import home

        home.build(postgresql="--postgresql" in sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "publication.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
