// Package replay plays one side of captured conversations against a live
// implementation of the other, and tells where what that says first differs.
//
// A conversation becomes a script (script.go) of its turns (format.Turn): of a stream all
// that one side says until the other speaks, of datagrams and seqpackets a message. An exchange
// (exchange.go) goes through the script over a socket (socket.go): each turn of ours is
// sent (speak.go) once all that the other side says before it has come; what comes is
// compared (hear.go, compare.go) with the other side's turns in their order, whenever it
// comes. So the result depends on the bytes alone, and not on how fast or in which pieces
// they came, unless the other side falls silent or goes away (early.go). client.go and
// server.go make the sockets; result.go is what is told, text.go and json.go how.
package replay
