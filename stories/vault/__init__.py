"""The vault: seals what parents send, and opens it for those who hold a key. Knows no Django.

    words      return words and unlock phrases: making, forgiving reading, one Argon2id
    envelope   holders' key pairs, padding, sealed records, grants
    shards     the half of every key that can be destroyed: slots in one file on two disks
    readers    who may be sealed to: a signed list, pinned outside the database
    unlock     a reader's wrapped seed, and the short time it stays open
    volatile   private files in memory that die with the machine
    tokens     sealed short-lived hidden fields
    once       the first answer to a nonce, so that nothing is made twice
    recovery   the offline key on two sheets of paper

What it defends against: whoever takes the database, its backups, the whole disk, or a staff account.
What it cannot: a live, compromised server sees what is sent or opened from then on (docs/security.md).
Sources: RFC 9106 (Argon2), RFC 7693 (BLAKE2), and the libsodium documentation
(https://doc.libsodium.org) for XChaCha20-Poly1305, sealed boxes and Ed25519.

Modules import each other relatively, so that this folder alone, with PyNaCl, runs on an offline machine.
"""
