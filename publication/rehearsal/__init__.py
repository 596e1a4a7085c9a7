"""The whole job, rehearsed on a file of contributions in a house that is torn down afterwards.

home, settings    a house of its own, so that nothing real is touched; a second machine in it
databases         its own ones on PostgreSQL, where that is asked for
house             what must stand before a parent can send
lines, parent     the file, and a parent who sends through the site's own pages
way, stopwatch    from sending to the release, deleting and stopping; and how long it took
departing         leaving, to the end: backup, deletion, stop, the machine destroyed, restored; again is the new machine
claims            what was shown, line by line
public            what every public address answers
phrases           which words are looked for; everywhere is where
keys_tried        every key, on a backup; holders, whoever can open an original
"""
