from stories.models.aloud import ReadAloud
from stories.models.bell import Bell
from stories.models.contribution import Contribution, Grant, Record
from stories.models.deletion import Deletion
from stories.models.desk import Reader, ReaderListDocument
from stories.models.draft import Draft
from stories.models.enquiry import Enquiry, EnquiryGrant
from stories.models.pictures import Picture, PictureRendition
from stories.models.span import AskedSpan, Span
from stories.models.story import Proposal, Story, StoryVersion, Theme, ThemedStory
from stories.models.tasks import EditingTask, ParentApprovalTask, SignOffTask
from stories.pages import SharePage

__all__ = [
    "AskedSpan",
    "Bell",
    "Contribution",
    "Deletion",
    "Draft",
    "EditingTask",
    "Enquiry",
    "EnquiryGrant",
    "Grant",
    "ParentApprovalTask",
    "Picture",
    "PictureRendition",
    "Proposal",
    "Reader",
    "ReaderListDocument",
    "Record",
    "SharePage",
    "SignOffTask",
    "Span",
    "Story",
    "ReadAloud",
    "StoryVersion",
    "Theme",
    "ThemedStory",
]
