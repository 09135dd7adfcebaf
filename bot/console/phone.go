package console

import (
	"context"
	"errors"
	"net/http"
	"time"

	"sapa/bot/channel"
	"sapa/conversations/understand"
)

// Phone is the office's phone, whose linked device this program is on WhatsApp. Its errors that people can do something about are
// PhoneProblems.
type Phone interface {
	Health() channel.Health
	// Number is the office's own, in E.164; empty while no phone is linked.
	Number(ctx context.Context) (string, error)
	// Link is what to show now to whoever links the phone; zero: nothing.
	Link() Link
	// AskCode asks for a code to type on the phone with this number, in E.164, and returns when Link gives it.
	AskCode(ctx context.Context, number string) error
	// AskQR goes back to a QR code.
	AskQR(ctx context.Context) error
	// Unlink takes this program off the phone's list of devices.
	Unlink(ctx context.Context) error
}

// LinkKind says what is shown to link a phone.
type LinkKind string

// The kinds of Link.
const (
	LinkQR      LinkKind = "qr"      // Payload is to be drawn
	LinkCode    LinkKind = "code"    // Payload is typed on the phone
	LinkPasskey LinkKind = "passkey" // WhatsApp asks for what a browser alone can give
)

// Link is one step of linking a phone.
type Link struct {
	Kind    LinkKind
	Payload string
	Until   time.Time // zero: not known
}

// PhoneProblem is why nothing came of a wish about the phone, for words below "office.phone.".
type PhoneProblem string

// The problems with a phone.
const (
	PhoneLinked      PhoneProblem = "linked"      // already
	PhoneUnlinked    PhoneProblem = "unlinked"    // already
	PhoneNoCode      PhoneProblem = "no_code"     // WhatsApp gave none for this number
	PhoneUnreachable PhoneProblem = "unreachable" // WhatsApp is not reached now
)

func (p PhoneProblem) Error() string { return "phone: " + string(p) }

type phoneView struct {
	On      bool
	Channel channelRow
	Number  string // of the linked phone
	Link    Link
	QR      picture
	Typed   string
	Problem string
}

// phone shows how WhatsApp is and, while no phone is linked, what links one.
func (v *visit) phone() error { return v.showPhone(http.StatusOK, phoneView{}) }

func (v *visit) showPhone(status int, view phoneView) error {
	p := v.o.Phone
	if p == nil {
		return v.render(status, "phone", view)
	}
	var err error
	if view.Number, err = p.Number(v.r.Context()); err != nil {
		return err
	}
	view.On, view.Link = true, p.Link()
	view.Channel = v.channel("whatsapp", p.Health())
	if view.Link.Kind == LinkQR {
		if view.QR, err = drawQR(view.Link.Payload); err != nil {
			return err
		}
	}
	return v.render(status, "phone", view)
}

// hopeless answers with what stands in the way of a wish about the phone.
func (v *visit) hopeless(err error, typed string) error {
	var problem PhoneProblem
	if !errors.As(err, &problem) {
		return err
	}
	return v.showPhone(http.StatusConflict, phoneView{Typed: typed, Problem: v.say("office.phone." + string(problem))})
}

var errNoPhone = refuse(http.StatusConflict, "office.phone.off")

// linkByCode asks WhatsApp for a code to type on the phone.
func (v *visit) linkByCode() error {
	if v.o.Phone == nil {
		return errNoPhone
	}
	typed := v.r.PostFormValue("nomor")
	number, wrong := understand.Value(understand.Phone, typed, v.now)
	if wrong != nil {
		return v.showPhone(http.StatusUnprocessableEntity, phoneView{Typed: typed, Problem: v.say("office.phone.no_number")})
	}
	if err := v.o.Phone.AskCode(v.r.Context(), number); err != nil {
		return v.hopeless(err, typed)
	}
	if err := v.audit("phone.link", "whatsapp", ""); err != nil {
		return err
	}
	return v.done("/whatsapp", "hp_kode")
}

// linkByQR goes back to the QR code.
func (v *visit) linkByQR() error {
	if v.o.Phone == nil {
		return errNoPhone
	}
	if err := v.o.Phone.AskQR(v.r.Context()); err != nil {
		return v.hopeless(err, "")
	}
	v.redirect(Root + "/whatsapp")
	return nil
}

// unlink takes this program off the phone.
func (v *visit) unlink() error {
	if v.o.Phone == nil {
		return errNoPhone
	}
	if v.r.PostFormValue("yakin") != "ya" {
		return v.showPhone(http.StatusUnprocessableEntity, phoneView{Problem: v.say("office.phone.unsure")})
	}
	if err := v.o.Phone.Unlink(v.r.Context()); err != nil {
		return v.hopeless(err, "")
	}
	if err := v.audit("phone.unlink", "whatsapp", ""); err != nil {
		return err
	}
	return v.done("/whatsapp", "hp_lepas")
}
