"""The errors of consent, from the widest to the narrowest.

ConsentError
    AgreementEnded         the family has deleted everything; nothing can be added
    NotAllowed             the rule says no; carries the verdict
    NotAskedAnew           the family is not asked about these words for another year, or has answered
    SecondPersonNeeded     one person tried what takes two
    NoListMissing          no copy of the no-list can be reached
      NoListAwaited        this database was restored, and nobody has brought the no-list yet
    NotThisList            a list that is offered is not the one that a printed head names
"""


class ConsentError(Exception):
    """Anything that consent refuses."""


class AgreementEnded(ConsentError):
    pass


class NotAllowed(ConsentError):
    def __init__(self, verdict):
        super().__init__(" ".join(reason.sentence for reason in verdict.reasons))
        self.verdict = verdict


class NotAskedAnew(ConsentError):
    pass


class SecondPersonNeeded(ConsentError):
    pass


class NoListMissing(ConsentError):
    def __init__(self, paths):
        self.paths = tuple(paths)
        names = " and ".join(map(str, self.paths))
        super().__init__(f"The no-list {names} cannot be reached. Are its disks mounted? See docs/operations.md.")


class NoListAwaited(NoListMissing):
    def __init__(self, paths):
        ConsentError.__init__(
            self,
            "This site was restored from a backup and waits for the no-list: until `manage.py restore` was given it, "
            "nothing of any family is used. See docs/operations.md.",
        )
        self.paths = tuple(paths)


class NotThisList(ConsentError):
    pass
