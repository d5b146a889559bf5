// Package har writes the HTTP/1 conversations of a capture as an HTTP archive, HAR 1.2, which
// browsers' developer tools and proxies for debugging read.
//
// Package net/http finds out where requests and answers begin and end, and takes bodies out
// of their chunks (parse.go). Header lines are as they were captured, in their order. A
// conversation ends to be HTTP where it switches to another protocol, where bytes were not
// captured, or where something else is said: what was understood up to there is written, and
// a comment tells of the rest. Conversations that are none of HTTP are counted.
//
// Where HAR has no member for what is known, such as the socket, there are ones whose names
// begin with _, as HAR allows. All that is not ASCII is escaped in the JSON.
package har
