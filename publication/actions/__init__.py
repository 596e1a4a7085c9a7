"""The verbs of publication."""

from publication.actions.building import build
from publication.actions.freezing import freeze
from publication.actions.reissuing import reissue, reissue_for, request_build

__all__ = ["build", "freeze", "reissue", "reissue_for", "request_build"]
