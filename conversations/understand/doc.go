// Package understand turns what a person typed into what the person meant: an intent, a yes or no, a command, a menu
// pick, or the normal form of an answer (NIK, KK, phone, date, money, age, marital status, region, name).
//
// It is made of tables and pure functions. There is no clock, no disk, no network and no randomness: the same text always
// gives the same answer, and a wrong answer is mended by adding a line to a table in words/, most often to examples.tsv.
//
// How a free text is read: the text is folded (case, accents, emoji, repeated letters), cut into words, every word is
// looked up (as it stands, by its consonants, within a small typing distance, without affixes, cut apart when glued) and known
// phrases are joined. A command is a command only by the tables. Everything else is read twice: by rules over the concepts
// found, and by a small linear model that is learnt at start from the labelled examples; temper.go says how the two are
// weighed. What neither is sure of stays unknown, since a text that means nothing must start nothing.
//
// It never sees a session. Whoever calls it knows which question was asked, and calls Value, YesNo, Consent, Ordinal or
// Pick for an answer, Command for the interrupt words, and Read for everything else.
package understand
