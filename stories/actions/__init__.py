"""The verbs of this room: each checks, changes, logs and announces, in one transaction."""

from stories.actions.another_year import Renewal, carry_over, renew, renewal_for, renewed_for, said_yes_again
from stories.actions.asking import (
    ProposalStanding,
    WordsHaveChanged,
    answer_proposal,
    ask_parent,
    newest_to,
    sign_off,
    standing_of,
    withdraw_ask,
)
from stories.actions.capturing import confirm, doubt, enter
from stories.actions.catching_up import catch_up, catch_up_all
from stories.actions.come_back import Visit, come_back, come_back_to_any, revisit, token_for
from stories.actions.enquiring import (
    answered,
    delete_enquiry,
    drop_old_enquiries,
    enquire,
    object_to,
    read_enquiry,
)
from stories.actions.enrolling import Enrolled, enrol_reader, lock_everywhere, remove_key, remove_reader, renew_reader
from stories.actions.granting import grant_contribution, take_back
from stories.actions.installing import install_desk
from stories.actions.leaving import allow_again, erase, finish_erasing, finish_if_cut_short, stop
from stories.actions.opening import open_contribution, record_safeguarding
from stories.actions.picturing import (
    TooLateForPictures,
    TooManyPictures,
    add_picture,
    remove_picture,
    words_that_show,
)
from stories.actions.preparing import clear, not_used, read_working_copy, save_working_copy, send_back
from stories.actions.quoting import answer_quotation
from stories.actions.reading_aloud import confirm_reading, note_what_was_said, refuse_reading, waiting_reading
from stories.actions.receive import CannotSealNow, Sending, Sent, receive
from stories.actions.refusing import refuse_words
from stories.actions.renewing import draw_words, renew_words
from stories.actions.rotating import (
    enquiries_waiting_for_new_keys,
    rotate,
    rotate_waiting,
    suspect,
    suspected_since,
    waiting_for_new_keys,
)
from stories.actions.saving import (
    DraftGone,
    Saved,
    draft_of_token,
    draft_token,
    drop_old_drafts,
    erase_draft,
    save_again,
    save_draft,
    send_draft,
)
from stories.actions.settling import settle_hold
from stories.actions.taking_down import leave_down, put_back, take_down
from stories.actions.talking import TooManyMessages, no_answer_needed, reply, write_message
from stories.actions.wishing import set_wishes

__all__ = [
    "add_picture",
    "remove_picture",
    "words_that_show",
    "CannotSealNow",
    "DraftGone",
    "Enrolled",
    "ProposalStanding",
    "Renewal",
    "Saved",
    "Sending",
    "Sent",
    "TooLateForPictures",
    "TooManyMessages",
    "TooManyPictures",
    "Visit",
    "WordsHaveChanged",
    "allow_again",
    "answer_proposal",
    "answer_quotation",
    "answered",
    "ask_parent",
    "carry_over",
    "catch_up",
    "catch_up_all",
    "clear",
    "come_back",
    "come_back_to_any",
    "confirm",
    "confirm_reading",
    "delete_enquiry",
    "doubt",
    "draft_of_token",
    "draft_token",
    "draw_words",
    "drop_old_drafts",
    "drop_old_enquiries",
    "enquire",
    "enquiries_waiting_for_new_keys",
    "enter",
    "enrol_reader",
    "erase",
    "erase_draft",
    "finish_erasing",
    "finish_if_cut_short",
    "grant_contribution",
    "install_desk",
    "leave_down",
    "lock_everywhere",
    "newest_to",
    "no_answer_needed",
    "note_what_was_said",
    "not_used",
    "object_to",
    "open_contribution",
    "put_back",
    "read_enquiry",
    "read_working_copy",
    "receive",
    "record_safeguarding",
    "refuse_reading",
    "refuse_words",
    "remove_key",
    "remove_reader",
    "renew",
    "renew_reader",
    "renew_words",
    "renewal_for",
    "renewed_for",
    "reply",
    "revisit",
    "rotate",
    "rotate_waiting",
    "said_yes_again",
    "save_again",
    "save_draft",
    "save_working_copy",
    "send_back",
    "send_draft",
    "set_wishes",
    "settle_hold",
    "sign_off",
    "standing_of",
    "stop",
    "suspect",
    "suspected_since",
    "take_back",
    "take_down",
    "token_for",
    "waiting_for_new_keys",
    "waiting_reading",
    "withdraw_ask",
    "write_message",
]
