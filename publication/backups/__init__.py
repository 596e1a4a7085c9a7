"""Copies of an installation that can be kept for years, and still forget what a parent deleted.

map         what each column that can hold words is in a backup: open, sealed already, sealed under its story's slot ...
owners      whose a row is: which contribution, whose slot seals it
sealing     the keys of a backup, made from the slots that no backup holds
rows        rows of any table as JSON, the same on both databases
snapshot    one moment of the database, read while the site runs
parts       files of a backup, each on the disk and known by its hash
writing     the steps of a backup
refilling   rows of a backup into an empty database
reading     the steps of a restore
opening     what a restored site waits for: the no-list
"""
