// Package learntest makes up protocols to learn: what client and server say, and where the
// fields of each message really are. Only tests use it.
package learntest
