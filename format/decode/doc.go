// Package decode says in a line what a message means, for protocols where that is more than
// its bytes tell: D-Bus (dbus.go), HTTP/1 (http.go), and those that are text by nature, JSON,
// varlink, syslog, sd_notify and RESP. Each looks at one send by itself: nobody has to have
// seen the connection begin, and what is no whole of a protocol stays as it is. Only the
// calls of D-Bus are remembered (calls.go), so that an answer tells what it answers.
//
// Payloads are hostile: nothing of them is taken for a length without a look at what is
// there, work and lines are bounded, and texts are escaped.
package decode
