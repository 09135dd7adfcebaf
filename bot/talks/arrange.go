package talks

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"sapa/bot/broadcast"
	"sapa/bot/casework"
	"sapa/bot/notice"
	"sapa/conversations"
	"sapa/store"
)

// by is who arranges things in talks.
const by = store.Operator

// line is an "@" line under way: its words, taken from the front.
type line struct {
	rest string
	err  error
}

// word takes the next word; what is missing is noted and named in the error.
func (l *line) word(name string) string {
	w, rest, _ := strings.Cut(l.rest, " ")
	l.rest = strings.TrimSpace(rest)
	if w == "" && l.err == nil {
		l.err = fmt.Errorf("%s is missing", name)
	}
	return w
}

func (l *line) number(name string) int {
	w := l.word(name)
	n, err := strconv.Atoi(w)
	if err != nil && l.err == nil {
		l.err = fmt.Errorf("%s is a number, not %q", name, w)
	}
	return n
}

// Arrange does what an "@" line says; the lines are listed in the package's comment.
func (s *scene) Arrange(ctx context.Context, text string, now time.Time) ([]conversations.Reply, error) {
	l := &line{rest: strings.TrimSpace(text)}
	verb := l.word("what to arrange")
	do := map[string]func(context.Context, *line, time.Time) ([]conversations.Reply, error){
		"buka": s.open, "tutup": s.shut, "kuota": s.quota, "kasus": s.file, "putuskan": s.decide, "minta": s.ask, "jawab": s.answer, "sanggah": s.object, "petugas": s.officer, "ambil": s.take,
		"pengumuman": s.announce, "siaran": s.broadcast, "desa": s.villages, "tahap": s.stageOf,
	}[verb]
	if do == nil {
		return nil, fmt.Errorf("nothing to arrange is called %q", verb)
	}
	replies, err := do(ctx, l, now)
	if l.err != nil {
		err = l.err
	}
	if err != nil {
		return nil, fmt.Errorf("arrange %s: %w", verb, err)
	}
	return replies, nil
}

// regions reads a kab/kota code, or "semua" for all.
func regions(word string) []string {
	if word == "semua" {
		return nil
	}
	return []string{word}
}

// open opens a window, and tells the person when they asked for it.
func (s *scene) open(ctx context.Context, l *line, now time.Time) ([]conversations.Reply, error) {
	programme, where := l.word("programme"), regions(l.word("region"))
	if err := s.db.SetWindow(ctx, programme, where, now.Year(), true, by, now); err != nil || l.err != nil {
		return nil, err
	}
	if l.rest != "" {
		if err := s.db.SetQuota(ctx, programme, where, now.Year(), l.number("quota"), by, now); err != nil {
			return nil, err
		}
	}
	code := s.code()
	told, err := notice.Tell(ctx, s.db, programme, where, now.Year(), func() string { return code }, now)
	if err != nil || told == 0 {
		return nil, err
	}
	wishes, err := s.db.InterestsOf(ctx, s.person)
	if err != nil {
		return nil, err
	}
	for _, i := range wishes {
		if i.Programme == programme && i.Year == now.Year() && (where == nil || i.Region == "" || i.Region == where[0]) {
			return []conversations.Reply{notice.Opened(programme, i.Region, i.Year, code)}, nil
		}
	}
	return nil, nil
}

func (s *scene) shut(ctx context.Context, l *line, now time.Time) ([]conversations.Reply, error) {
	return nil, s.db.SetWindow(ctx, l.word("programme"), regions(l.word("region")), now.Year(), false, by, now)
}

func (s *scene) quota(ctx context.Context, l *line, now time.Time) ([]conversations.Reply, error) {
	return nil, s.db.SetQuota(ctx, l.word("programme"), regions(l.word("region")), now.Year(), l.number("quota"), by, now)
}

// file puts a case on record that was filed before the talk. A closed window is opened for that moment.
func (s *scene) file(ctx context.Context, l *line, now time.Time) ([]conversations.Reply, error) {
	s.keys++
	n := store.NewCase{Key: fmt.Sprint("arranged.", s.keys), Year: now.Year(), Channel: "whatsapp", Waiting: true, At: now, Contact: s.person}
	if l.word("saya or lain") == "lain" {
		n.Contact = s.other
	}
	n.Programme, n.District = l.word("programme"), l.word("kecamatan")
	n.Person = store.Person{NIK: l.word("NIK"), Birth: l.word("birth date"), Name: l.rest}
	if l.err != nil || len(n.District) < len("64.72.03") {
		return nil, l.err
	}
	n.Region = n.District[:len("64.72")]
	if !strings.HasPrefix(n.Person.NIK, "64") {
		return nil, errors.New("the NIK comes after the kecamatan")
	}
	return nil, s.filed(ctx, n)
}

func (s *scene) filed(ctx context.Context, n store.NewCase) error {
	before, err := s.db.Window(ctx, n.Programme, n.Region, n.Year)
	if err != nil {
		return err
	}
	if !before.Open {
		if err := s.db.SetWindow(ctx, n.Programme, []string{n.Region}, n.Year, true, by, n.At); err != nil {
			return err
		}
	}
	if _, err := s.db.OpenCase(ctx, n); err != nil || before.Open {
		return err
	}
	return s.db.SetWindow(ctx, n.Programme, []string{n.Region}, n.Year, false, by, n.At)
}

// decide moves a case on as "sapa case decide" does, and shows the person what they are told.
func (s *scene) decide(ctx context.Context, l *line, now time.Time) ([]conversations.Reply, error) {
	d := store.Decision{Number: l.word("number"), To: store.Status(l.word("status")), Note: l.rest, By: by, At: now}
	if l.err != nil {
		return nil, l.err
	}
	if d.To == store.CaseDisbursed {
		d.Disbursed = &store.Disbursement{Day: now.Format(time.DateOnly), Form: store.DisbursedGoods}
	}
	return s.told(ctx, d)
}

// ask asks for what a case lacks, by items of its programme's catalogue.
func (s *scene) ask(ctx context.Context, l *line, now time.Time) ([]conversations.Reply, error) {
	d := store.Decision{Number: l.word("number"), To: store.CaseIncomplete, By: by, At: now}
	items, note, _ := strings.Cut(l.rest, "|")
	if l.err != nil {
		return nil, l.err
	}
	c, err := s.db.CaseByNumber(ctx, d.Number)
	if err != nil {
		return nil, err
	}
	d.Note = strings.TrimSpace(note)
	for i, item := range strings.Fields(items) {
		some := []store.Missing{casework.Own(i+1, store.MissingAny, strings.ReplaceAll(strings.TrimPrefix(item, "*"), "_", " "))}
		if !strings.HasPrefix(item, "*") {
			if some, err = s.desk().Pick(c.Programme, item); err != nil {
				return nil, err
			}
		}
		d.Missing = append(d.Missing, some...)
	}
	return s.told(ctx, d)
}

// answer accepts (ya) or rejects (tidak) an objection.
func (s *scene) answer(ctx context.Context, l *line, now time.Time) ([]conversations.Reply, error) {
	a := store.ObjectionAnswer{Number: l.word("number"), Accept: l.word("ya or tidak") == "ya", Note: l.rest, By: by, At: now}
	c, err := s.db.CaseByNumber(ctx, a.Number)
	if err != nil {
		return nil, err
	}
	a.Code = s.code()
	reply := s.desk().PreviewAnswer(c, a)
	if _, err := s.desk().AnswerObjection(ctx, a); err != nil || c.Contact != s.person {
		return nil, err
	}
	return []conversations.Reply{reply}, nil
}

// object files an objection of the person, as from another chat of theirs.
func (s *scene) object(ctx context.Context, l *line, now time.Time) ([]conversations.Reply, error) {
	s.keys++
	_, err := s.db.Object(ctx, store.Objection{Key: fmt.Sprint("arranged.", s.keys), Number: l.word("number"), Contact: s.person, Reason: "Tidak sesuai", At: now})
	return nil, err
}

// officer adds somebody of the office with a code for a chat; LOGIN again with "keluar" lets them in no more.
func (s *scene) officer(ctx context.Context, l *line, now time.Time) ([]conversations.Reply, error) {
	o := store.Officer{Login: l.word("login"), Name: "Petugas", Role: store.Role(l.word("role or keluar"))}
	if o.Role == "keluar" {
		return nil, s.db.DisableOfficer(ctx, o.Login, by, now)
	}
	o.Region, o.Added = l.word("region"), now
	if err := s.db.AddOfficer(ctx, o, by, now); err != nil || l.err != nil {
		return nil, err
	}
	return nil, s.db.SetChatCode(ctx, o.Login, l.word("code"), by, now)
}

// take gives a case to an officer.
func (s *scene) take(ctx context.Context, l *line, now time.Time) ([]conversations.Reply, error) {
	number, login := l.word("number"), l.word("login")
	return nil, s.db.Assign(ctx, store.Assignment{Number: number, To: login, By: login, At: now})
}

// told decides, and gives what the person is told when the case is theirs.
func (s *scene) told(ctx context.Context, d store.Decision) ([]conversations.Reply, error) {
	c, err := s.db.CaseByNumber(ctx, d.Number)
	if err != nil {
		return nil, err
	}
	d.Code = s.code()
	reply, err := s.desk().Preview(ctx, c, d)
	if err != nil {
		return nil, err
	}
	if _, err := s.desk().Decide(ctx, d); err != nil || c.Contact != s.person {
		return nil, err
	}
	return []conversations.Reply{reply}, nil
}

// code gives the codes of messages in order: K7M-4A2, K7M-4A3 ...
func (s *scene) code() string {
	s.codes++
	return fmt.Sprintf("K7M4%c%d", 'A'+s.codes/8%8, 2+(s.codes-1)%8)
}

func (s *scene) desk() *casework.Desk {
	return &casework.Desk{Store: s.db, Programmes: s.stage.Programmes}
}

func (s *scene) announce(ctx context.Context, l *line, now time.Time) ([]conversations.Reply, error) {
	s.news++
	a := store.Announcement{Code: fmt.Sprintf("PG%02d", s.news), By: by, At: now}
	if first, _, _ := strings.Cut(l.rest, " "); store.IsRegion(first) {
		a.Region = l.word("region")
	}
	title, body, ok := strings.Cut(l.rest, "|")
	if !ok {
		return nil, errors.New("an announcement is a title | a text")
	}
	a.Title, a.Body = strings.TrimSpace(title), strings.TrimSpace(body)
	_, err := s.db.PutAnnouncement(ctx, a)
	return nil, err
}

// broadcast tells the person what many are told, with ways on by the calls that stand behind the text.
func (s *scene) broadcast(ctx context.Context, l *line, now time.Time) ([]conversations.Reply, error) {
	text, choices, _ := strings.Cut(l.rest, "|")
	b := store.Broadcast{Code: s.code(), BroadcastDraft: store.BroadcastDraft{Text: strings.TrimSpace(text)}}
	for _, c := range strings.Split(choices, ",") {
		if call, label, _ := strings.Cut(strings.TrimSpace(c), "="); call != "" {
			b.Choices = append(b.Choices, store.BroadcastChoice{Call: call, Label: label})
		}
	}
	r := broadcast.Reply(b, store.CaseHead{})
	_, err := s.db.Post(ctx, now, store.Letter{ID: "siaran-" + b.Code, Contact: s.person, Reply: r, Due: now, Priority: store.PriorityBroadcast, Code: b.Code})
	return []conversations.Reply{r}, err
}

func (s *scene) villages(ctx context.Context, l *line, _ time.Time) ([]conversations.Reply, error) {
	district := l.word("kecamatan")
	var list []store.Village
	for i, name := range strings.Split(l.rest, ",") {
		list = append(list, store.Village{Code: fmt.Sprintf("%s.%d", district, 1001+i), Name: strings.TrimSpace(name)})
	}
	return nil, s.db.ImportVillages(ctx, list)
}

func (s *scene) stageOf(ctx context.Context, l *line, now time.Time) ([]conversations.Reply, error) {
	st := store.Stage{Programme: l.word("programme"), Region: l.word("region"), Year: now.Year(), Stage: l.number("stage"),
		Planned: l.number("planned"), Realised: l.number("realised"), Note: l.rest, Changed: now}
	return nil, s.db.SetStage(ctx, st, by, now)
}
