"""The verbs of publication."""

from publication.actions.building import build, build_waiting
from publication.actions.freezing import freeze
from publication.actions.reissuing import reissue, reissue_for, renew_all
from publication.actions.starting import request_build

__all__ = ["build", "build_waiting", "freeze", "reissue", "reissue_for", "renew_all", "request_build"]
