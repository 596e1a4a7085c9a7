"""Looks for words in everything an installation keeps, in whatever form they may lie there.

forms     how a word looks when it lies open, and the hashes it may have become
escapes   text in which single characters were written another way (URL, HTML, JSON, mail)
runs      base64 and hexadecimal, decoded wherever they stand
streams   what unpacks: gzip, zlib, deflate, zip, bzip2, xz
scanner   pushes a stream of any length through all of these, in bounded memory, three layers deep
files, tables, pdf, dump    what is read: files, rows of SQLite, text of PDF, a dump of PostgreSQL
places    where an installation keeps things
search    the whole, and what came of it

Nothing here repeats a word that it looks for: a finding says "word 2".
"""
