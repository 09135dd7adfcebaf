package understand

// command says which words make an interrupt word, and which may stand beside it.
type command struct {
	intent Intent
	core   set // at least one
	beside set // all others
}

// readCommands reads "intent: core core | beside beside".
func (l *lexicon) readCommands() (out []command) {
	lines("commands.txt", func(head, rest string) {
		c := command{intent: Intent(head)}
		core, beside := cutFields(rest)
		c.core = l.setOf(core...)
		c.beside = l.setOf(beside...).union(l.is.aside).union(l.is.polite).union(l.is.particle).union(l.is.thank)
		out = append(out, c)
	})
	return out
}

// Command tells whether the whole message, but for politeness, is an interrupt word: Cancel, Back, Menu, Stop, Resume,
// Help, TalkToOfficer, MyData, DeleteData. "Kembalikan uang saya", "stop pungli" or the name "Menur" are none. The
// caller must not ask while a name or an address is being answered.
func Command(text string) (Intent, bool) {
	l := lex()
	r := l.take(text)
	defer l.give(r)
	return l.command(r)
}

// longestCommand is how many words a command with its politeness may have.
const longestCommand = 9

func (l *lexicon) command(r *reading) (Intent, bool) {
	if len(r.tokens) == 0 || len(r.tokens) > longestCommand {
		return "", false
	}
	for i := range l.commands {
		c := &l.commands[i]
		if r.all.meets(c.core) && l.plainly(r, c) {
			return c.intent, true
		}
	}
	return "", false
}

// plainly tells whether every word was recognised surely enough for a command.
func (l *lexicon) plainly(r *reading, c *command) bool {
	for i := range r.tokens {
		t := &r.tokens[i]
		if !t.concepts.meets(c.core.union(c.beside)) {
			return false
		}
		if t.concepts.meets(c.core) && !l.certain(r, t) {
			return false
		}
	}
	return true
}

// certain tells whether a word may stand for a command. Letters added at its end make it another word, often a name:
// "Menur", "Stopan".
func (l *lexicon) certain(r *reading, t *token) bool {
	name := l.lexemes[t.lexeme].name
	switch t.how {
	case stem:
		return false
	case slip:
		w := r.buf[t.from:t.to]
		return len(w) < len(name)+2 || string(w[:len(name)]) != name
	case far:
		return t.to-t.from >= 5 && int(t.to-t.from) <= len(name)
	}
	return true
}
