// Package savefile creates the files that a capture is saved in, and begins a
// new one when the last is large or old enough. What is in them is the caller's.
//
// # Safety
//
// We usually run as root, for a user who had sudo, doas or pkexec start us, and what we
// save is private. So a file is for its owner alone (mode 0600) and is given to that
// user.
// A file that is there already is used only if nobody else can have put it there:
// see Create.
//
// As with tcpdump, root's rights decide in which directories a file can be created
// and which of root's files it can replace. Who may run us as root with any
// arguments may thereby write anywhere: sudoers is the place to prevent that.
//
// # Names
//
// They are those of tcpdump for -w, -C, -W and -G:
//
//	neither            name
//	Size               name, name1, name2, ...
//	Size, Files        name00 ... name11, then name00 again
//	Interval           name with its % verbs replaced
//	Interval, Size     the same, then with 1, 2, ... appended until the interval ends
//	Interval, Files    as Interval; the oldest of so many files is removed for the next
//
// Unlike tcpdump, no file of this run is written over or removed, except as Files asks for,
// and Files is not how many are written at all: that is Last. Files of earlier runs
// are written over, but not removed.
//
// With a file for each conversation, names hold what others chose, the name of a socket: that
// makes no directories (EachPattern), and such a file is never one that is there already
// (CreateNew).
package savefile
