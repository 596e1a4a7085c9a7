"""The stories room's only word upward."""

from django.dispatch import Signal

# Sent synchronously with contribution= when its deletion begins and the rule already says no; receivers
# remove public files and their own rows before the key goes, and must be repeatable.
leaving = Signal()
# Sent after commit, with nothing: a reader has marked something urgent, and whoever is on duty should look now.
urgent = Signal()
