"""What a message says in words, made into values: places, people, money, spans of time, days.

One theme, one module. Each offers `find(text)`, which returns the readings in a message that has gone
through `normalise`, and a function for a form's answer, which takes the text as written and also accepts a
bare value. `extract` puts the themes together.

Why jionlp does none of this at run time, although the design names it: `parse_money` reads 1万8 as 20016 and
一万八 as 10008 and needs the amount already cut out of its sentence; `parse_location` needs 0.4 s for its first
call and has no short names of streets; and the import prints to standard output, which would break
`assistant ask --json`. It is right about festivals of the lunar calendar and the list of streets, so the
tests compare data/lexicon/festivals.yml and places.yml with it.
"""
