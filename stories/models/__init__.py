from stories.models.contribution import Contribution, Grant, Record
from stories.models.desk import Reader, ReaderListDocument
from stories.models.pictures import Picture, PictureRendition
from stories.models.story import Proposal, Story, StoryVersion, Theme, ThemedStory

__all__ = [
    "Contribution",
    "Grant",
    "Picture",
    "PictureRendition",
    "Proposal",
    "Reader",
    "ReaderListDocument",
    "Record",
    "Story",
    "StoryVersion",
    "Theme",
    "ThemedStory",
]
