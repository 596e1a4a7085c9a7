"""Releases: frozen, numbered builds of a booklet, and the one row that says whether a build is under way."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consent.models import Edition
from consent.uses import LABELS, Use
from publication.models.booklets import BookletPage
from stories.models import Span, StoryVersion


class ReleaseQuerySet(models.QuerySet):
    def ready(self):
        return self.filter(state=Release.State.READY)

    def waiting(self):
        """Frozen and to be built. The row itself is the flag: a builder looks for it again before it ends."""
        return self.filter(state=Release.State.PENDING)

    def newest_first(self):
        return self.order_by("-edition__year", "-number")

    def of(self, edition):
        return self.filter(edition=edition)

    def holding(self, agreement):
        """Releases that hold a text or a quotation of this agreement."""
        held = models.Q(stories__version__agreement=agreement) | models.Q(spans__span__agreement=agreement)
        return self.filter(held).distinct()


class Release(models.Model):
    """One build. Its files never change; a change of any kind is the next number."""

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting to be built")
        READY = "ready", _("Built")
        SUPERSEDED = "superseded", _("Replaced by a later release")
        FAILED = "failed", _("Could not be built")

    page = models.ForeignKey(BookletPage, on_delete=models.PROTECT, related_name="releases")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.PENDING)
    # Ids and staff's own words only: parents' words are read from StoryVersion when it is built.
    frozen = models.JSONField()
    # The ledger's head when it was frozen, printed in the imprint; kept here so that every build says the same.
    ledger_head = models.CharField(max_length=180, blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the manifest; printed for the public.")
    # The week in which it was built, said to the public; it may follow a parent's no, so nothing finer.
    week = models.CharField(max_length=8, blank=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    trouble = models.CharField(max_length=400, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-edition__year", "-number"]
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="one_release_a_number")]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """Such as 2027.1."""
        return f"{self.edition.year}.{self.number}"

    @property
    def folder(self):
        return settings.RELEASES_DIR / self.name

    @property
    def has_cards(self) -> bool:
        return any(file.is_card for file in self.files.all())

    @property
    def may_be_built(self) -> bool:
        """Whether a build of it is still worth something: it never was built, and nothing later was."""
        if self.state not in (self.State.PENDING, self.State.FAILED):
            return False
        return not Release.objects.of(self.edition).filter(number__gt=self.number).exists()


class HeldQuerySet(models.QuerySet):
    def in_files_of(self, use):
        """Those that stand in the release's files of this use."""
        return self.filter(use=use)


class ReleaseStory(models.Model):
    """A text that a release's files of one use hold, with its place in the reading order."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="stories")
    version = models.ForeignKey(StoryVersion, on_delete=models.PROTECT, related_name="release_stories")
    use = models.CharField(max_length=12, choices=[(use, LABELS[use]) for use in Use], default=Use.ONLINE)
    position = models.PositiveIntegerField()

    objects = HeldQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["release", "use", "version"], name="one_place_in_a_use")]

    def __str__(self):
        return f"{self.version} in {self.release_id}"


class ReleaseSpan(models.Model):
    """A quotation that a release's files of one use hold: on a page of its own, or (social quote) on cards."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="spans")
    span = models.ForeignKey(Span, on_delete=models.PROTECT, related_name="release_spans")
    use = models.CharField(max_length=12, choices=[(use, LABELS[use]) for use in Use])
    position = models.PositiveIntegerField()

    objects = HeldQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["release", "use", "span"], name="one_place_of_a_span_in_a_use")]

    def __str__(self):
        return f"{self.span} in {self.release_id}"


class ReleaseFile(models.Model):
    """A file of a release, and the use that it is."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=60)
    use = models.CharField(max_length=12, choices=[(use, LABELS[use]) for use in Use])
    media_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["release", "name"], name="one_file_a_name")]

    def __str__(self):
        return f"{self.name} of {self.release_id}"

    @property
    def path(self):
        return self.release.folder / self.name

    @property
    def is_page(self) -> bool:
        """A page of the web edition, which the site serves under its own address and not as a download."""
        return self.name.startswith("web/")

    @property
    def is_card(self) -> bool:
        """A picture of a quotation, or the words beside it."""
        return self.name.startswith("cards/")


class BuildManager(models.Manager):
    def lock(self, edition) -> "Build":
        """The edition's row, locked until the transaction ends.

        Whoever publishes, takes out or re-issues goes through here, so that no release appears between a no and
        what the no leads to. (SQLite has no row locks; there every transaction that writes waits its turn.)
        """
        self.get_or_create(edition=edition)
        return self.select_for_update().get(edition=edition)


class Build(models.Model):
    """The lock of an edition's releases, and what a builder says of its progress."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, primary_key=True, related_name="build")
    done = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    says = models.CharField(max_length=200, blank=True)
    # Below it, numbers may stand in files that the world has and this database does not know of.
    numbers_from = models.PositiveIntegerField(default=1)

    objects = BuildManager()

    def __str__(self):
        return f"build of {self.edition_id}"
