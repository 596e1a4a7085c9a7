"""How the demonstration is loaded: one file for each kind of thing, each can be run twice and keeps what is there."""
