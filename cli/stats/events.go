package stats

import "github.com/unixsnoop/unixsnoop/format"

// Events are how often something happened besides messages.
type Events struct {
	Connects uint64 // attempts to connect that succeeded
	Failed   uint64 // those that did not
	Accepts  uint64
	Refused  uint64 // sends that the kernel refused
	Offered  uint64 // their bytes

	Shutdowns   uint64
	Closes      uint64
	ClientFirst uint64 // of the closes, those by the client while the server had the connection open
	ServerFirst uint64 // the same by the server
}

// any reports whether anything happened.
func (e *Events) any() bool { return *e != Events{} }

// refused reports whether a send was.
func (e *Events) refused() bool { return e.Refused > 0 }

// ofConnections reports whether anything happened to a connection that there was.
func (e *Events) ofConnections() bool { return e.Connects+e.Accepts+e.Shutdowns+e.Closes > 0 }

// add counts an event by the client or the server.
func (e *Events) add(event *format.Event, byClient bool) {
	switch event.Kind {
	case format.Connect:
		if event.Error != 0 {
			e.Failed++
		} else {
			e.Connects++
		}
	case format.Accept:
		e.Accepts++
	case format.Refused:
		e.Refused++
		e.Offered += uint64(event.Offered)
	case format.Shutdown:
		e.Shutdowns++
	case format.Close:
		e.Closes++
		switch {
		case event.First && byClient:
			e.ClientFirst++
		case event.First:
			e.ServerFirst++
		}
	}
}

func (e *Events) join(other *Events) {
	e.Connects += other.Connects
	e.Failed += other.Failed
	e.Accepts += other.Accepts
	e.Refused += other.Refused
	e.Offered += other.Offered
	e.Shutdowns += other.Shutdowns
	e.Closes += other.Closes
	e.ClientFirst += other.ClientFirst
	e.ServerFirst += other.ServerFirst
}

// happened counts an event. That an attempt to connect failed makes no conversation.
func (t *talk) happened(m *format.Message, byClient bool) {
	t.Events.add(m.Event, byClient)
	t.note(m.Time)
	if k := m.Event.Kind; k == format.Accept || k == format.Connect && m.Event.Error == 0 {
		t.Conversations = 1
	}
}
