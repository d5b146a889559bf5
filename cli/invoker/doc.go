// Package invoker knows for whom we run as root: the user who called sudo, doas or
// pkexec. What those say of the user in the environment is a Claim; what the user
// database adds to that makes a User. It imports nothing else of this module.
package invoker
