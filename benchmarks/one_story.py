"""How long an editor waits for the pages of one story.

`DEMONSTRATION=1 .venv/bin/python -m benchmarks.one_story [ROUNDS]`

Takes each story of the demonstration's booklet in turn, as the desk does, in one process: the first round fills what
the typesetter keeps, the others are what an editor meets. Needs `make run` to have loaded the demonstration once.
"""

import datetime
import os
import resource
import statistics
import sys
import time


def measured(rounds: int) -> dict[str, float]:
    """Milliseconds: the first story of all, the others of the first round, the median and the slowest after it."""
    from publication.desk.story_page import story_pdf
    from publication.models import BookletPage
    from publication.plan import version_ids
    from stories.models import StoryVersion

    page = BookletPage.objects.filter(releases__isnull=False).order_by("edition__year").first()
    texts = StoryVersion.objects.select_related("story").in_bulk(version_ids(page.draft().body))
    day, taken = datetime.date(page.edition.year, 3, 1), []
    for _round in range(rounds):
        for text in texts.values():
            began = time.perf_counter()
            story_pdf(page, text, day=day)
            taken.append((time.perf_counter() - began) * 1000)
    warm = taken[len(texts) :]
    return {
        "first of all": taken[0],
        "slowest of the first round": max(taken[1 : len(texts)]),
        "warm, median": statistics.median(warm),
        "warm, slowest": max(warm),
        "memory, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "publication.settings")
    django.setup()
    for name, figure in measured(int(sys.argv[1]) if len(sys.argv) > 1 else 6).items():
        print(f"| {name} | {figure:.0f} |")
