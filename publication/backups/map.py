"""The table map: what every column that can hold words or bytes is in a backup. A test walks all tables with it.

Three things may lie open: what staff wrote, words from lists and accidental numbers, and what the vault sealed. Words
of parents, and what was written about one story, are sealed in the backup under that story's slot; what a family
decided is sealed under its agreement's key. Both keys lie in the slot files, which no backup holds: what is erased
there is gone from every backup. A row of which one column is sealed is sealed whole.
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Table:
    """The columns of a table by what they are, each group as names parted by spaces."""

    sealed: str = ""  # by the vault, or wrapped under a phrase or a password: written as it lies
    family: str = ""  # under the slot of the contribution that the row belongs to
    agreement: str = ""  # under the key of the agreement that the row belongs to
    staff: str = ""
    codes: str = ""  # words from a list of ours, weeks, accidental numbers, hashes, addresses of pages
    files: str = ""  # names of stored files, which are copied too
    # Rows of such a table that belong to no contribution are staff's, and lie open.
    shared: bool = False

    @property
    def columns(self) -> frozenset[str]:
        groups = (getattr(self, field.name) for field in fields(self) if field.name != "shared")
        return frozenset(name for group in groups for name in group.split())

    @property
    def is_of_families(self) -> bool:
        return bool(self.family)

    @property
    def is_of_agreements(self) -> bool:
        return bool(self.agreement)


@dataclass(frozen=True)
class LeftOut:
    """Not in a backup: made anew from the rest, or worth nothing a day later."""

    why: str


PLAIN = Table()
STORED = "title description file_hash"

MAP: dict[str, Table | LeftOut] = {
    # What parents send and save: the vault has sealed it.
    "stories.Contribution": Table(sealed="public_key tag", codes="id lookup state week expires kind severity"),
    "stories.Record": Table(sealed="sealed", codes="id kind"),
    "stories.Grant": Table(sealed="sealed", codes="id holder"),
    "stories.Draft": Table(sealed="grant sealed tag", codes="id lookup expires"),
    "stories.Enquiry": Table(sealed="sealed tag", codes="id kind week expires answered_week"),
    "stories.EnquiryGrant": Table(sealed="sealed", codes="id holder"),
    "stories.Deletion": Table(codes="number week"),
    # Cleared words, and everything that was written down about one story.
    "stories.Story": Table(family="code kind title credit language body standfirst content_note"),
    "stories.ReadAloud": Table(family="week state"),
    "stories.Proposal": Table(family="tree digest tag uses spans"),
    "stories.Span": Table(family="code tree digest tag uses"),
    "stories.StoryVersion": Table(family="tree digest tag"),
    "stories.Picture": Table(family=f"{STORED} sha256", files="file", shared=True),
    "wagtailcore.Revision": Table(family="object_id object_str content", shared=True),
    "wagtailcore.ModelLogEntry": Table(family="label action data uuid object_id", shared=True),
    "wagtailcore.WorkflowState": Table(family="object_id status", shared=True),
    "wagtailcore.TaskState": Table(family="status comment", shared=True),
    # What families decided. The chain itself says nothing of what.
    "consent.Agreement": Table(codes="id slot_tag state week"),
    "consent.Decision": Table(codes="week previous hash commitment"),
    "consent.DecisionDetail": Table(
        agreement="kind use dial answer digest_tag captured setting mark",
        shared=True,  # the rows that list what a deletion let go
    ),
    "consent.Hold": Table(agreement="kind reason week mark closed_week"),
    "consent.TakeDown": Table(agreement="reason week mark closed_week"),
    "consent.Shown": Table(agreement="digest_tag use release"),
    "consent.LedgerHead": Table(codes="hash"),
    # The house's own words.
    "consent.Edition": Table(staff="title do_not_open_reason"),
    "consent.Notice": Table(staff="title body", codes="key language format sha256 in_force"),
    "stories.Reader": Table(sealed="wrapped_seed", codes="key_id public_key signing_key"),
    "stories.ReaderListDocument": Table(codes="document"),
    "stories.Bell": Table(codes="name"),
    "stories.Theme": Table(staff="name slug"),
    "stories.ThemedStory": PLAIN,
    "stories.EditingTask": PLAIN,
    "stories.ParentApprovalTask": PLAIN,
    "stories.SignOffTask": PLAIN,
    "stories.SharePage": Table(staff="lead introduction write_title write_text return_title return_text"),
    "publication.ArticleAuthor": Table(staff="name role"),
    "publication.ArticleIndexPage": Table(staff="introduction"),
    "publication.ArticleLink": PLAIN,
    "publication.ArticlePage": Table(staff="standfirst first_published first_published_url body"),
    "publication.ArticleReference": Table(staff="text url"),
    "publication.BookletIndexPage": Table(staff="introduction"),
    "publication.BookletPage": Table(staff="subtitle cover summary body imprint"),
    "publication.CheckedAgain": PLAIN,
    "publication.CheckedAgain_versions": PLAIN,
    # The file holds stories in clear and no family's key could close it again, so no backup has it: it was finished
    # before this site, and is brought in again.
    "publication.EarlierBooklet": Table(staff="title about reason", codes="sha256 decided_week taken_back_week file"),
    "publication.FooterItem": Table(staff="title"),
    "publication.HandedOut": Table(staff="to files told_how"),
    "publication.HelpLine": Table(staff="name phone says url for_whom"),
    "publication.HomePage": Table(staff="introduction read_title read_text share_title share_text body"),
    "publication.Installation": Table(codes="kind"),
    "publication.Menus": PLAIN,
    "publication.PressLink": Table(staff="for_whom", codes="sha256"),
    "publication.PrimaryItem": Table(staff="title"),
    "publication.Proof": PLAIN,
    "publication.Release": Table(staff="frozen", codes="state week ledger_head digest trouble"),
    "publication.ReleaseSpan": Table(codes="use"),
    "publication.ReleaseStory": Table(codes="use"),
    "publication.SiteIdentity": Table(
        staff="site_name charity_name strapline footer newsletter_label newsletter_url duty_email"
    ),
    "publication.StandardPage": Table(staff="introduction body"),
    "auth.Group": Table(staff="name"),
    "auth.Group_permissions": PLAIN,
    "auth.Permission": Table(codes="name codename"),
    "auth.User": Table(sealed="password", staff="username first_name last_name email"),
    "auth.User_groups": PLAIN,
    "auth.User_user_permissions": PLAIN,
    "contenttypes.ContentType": Table(codes="app_label model"),
    "taggit.Tag": Table(staff="name slug"),
    "taggit.TaggedItem": PLAIN,
    "wagtailadmin.Admin": PLAIN,
    "wagtailcore.Collection": Table(staff="name", codes="path"),
    "wagtailcore.CollectionViewRestriction": Table(staff="password", codes="restriction_type"),
    "wagtailcore.CollectionViewRestriction_groups": PLAIN,
    "wagtailcore.Comment": Table(staff="text", codes="contentpath position"),
    "wagtailcore.CommentReply": Table(staff="text"),
    "wagtailcore.GroupApprovalTask": PLAIN,
    "wagtailcore.GroupApprovalTask_groups": PLAIN,
    "wagtailcore.GroupCollectionPermission": PLAIN,
    "wagtailcore.GroupPagePermission": PLAIN,
    "wagtailcore.GroupSitePermission": PLAIN,
    "wagtailcore.Locale": Table(codes="language_code"),
    "wagtailcore.Page": Table(
        staff="title draft_title slug url_path seo_title search_description", codes="path translation_key"
    ),
    "wagtailcore.PageLogEntry": Table(staff="label data", codes="action uuid"),
    "wagtailcore.PageSubscription": PLAIN,
    "wagtailcore.PageViewRestriction": Table(staff="password", codes="restriction_type"),
    "wagtailcore.PageViewRestriction_groups": PLAIN,
    "wagtailcore.Site": Table(staff="hostname site_name"),
    "wagtailcore.Task": Table(staff="name"),
    "wagtailcore.Workflow": Table(staff="name"),
    "wagtailcore.WorkflowContentType": PLAIN,
    "wagtailcore.WorkflowPage": PLAIN,
    "wagtailcore.WorkflowTask": PLAIN,
    "wagtaildocs.Document": Table(staff="title", codes="file_hash", files="file"),
    "wagtailimages.Image": Table(staff="title description", codes="file_hash", files="file"),
    "wagtailusers.UserProfile": Table(
        staff="preferred_language current_time_zone dismissibles theme contrast density", files="avatar"
    ),
    # Made anew, or worth nothing a day later.
    "publication.BookletEntry": LeftOut("made anew from the plans of the booklets"),
    "publication.BookletSpan": LeftOut("made anew from the plans of the booklets"),
    "publication.Build": LeftOut("the lock of a build, and how far it is"),
    "publication.ReleaseFile": LeftOut("made anew with the next release"),
    "stories.PictureRendition": LeftOut("made anew from the picture"),
    "sessions.Session": LeftOut("everybody signs in again"),
    "wagtailadmin.EditingSession": LeftOut("who has a page open"),
    "wagtailadmin.FormState": LeftOut("what a page held when it was last previewed"),
    "wagtailcore.ReferenceIndex": LeftOut("made anew from the pages"),
    "wagtailcore.UploadedFile": LeftOut("an upload that nobody has finished"),
    "wagtailembeds.Embed": LeftOut("a cache; this site embeds nothing"),
    "wagtailimages.Rendition": LeftOut("made anew from the picture"),
    "wagtailsearch.IndexEntry": LeftOut("made anew from the pages"),
    "wagtailsearch.SQLiteFTSIndexEntry": LeftOut("made anew from the pages"),
}

# Tables whose rows name a slot, by the column of its tag; and tables of which each row is a part of one of those.
WITH_A_SLOT = {
    "stories.Contribution": "tag",
    "stories.Draft": "tag",
    "stories.Enquiry": "tag",
    "consent.Agreement": "slot_tag",
}
PART_OF = {
    "stories.Record": "contribution_id",
    "stories.Grant": "contribution_id",
    "stories.EnquiryGrant": "enquiry_id",
}
# Tables without a model: Django's own list of migrations (the manifest has it), and what SQLite keeps for itself.
WITHOUT_A_MODEL = {
    "django_migrations",
    "sqlite_sequence",
    *(f"wagtailsearch_indexentry_fts_{part}" for part in ("config", "content", "data", "docsize", "idx")),
}


def backed_up() -> list[str]:
    return [label for label, table in MAP.items() if isinstance(table, Table)]
