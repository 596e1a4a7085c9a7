"""The only word that consent sends upward: something about an agreement has changed.

Sent after the transaction has been committed, with `agreement`. A receiver that fails is logged
and harms nothing, because every use asks the rule again.
"""

from django.dispatch import Signal

consent_changed = Signal()
