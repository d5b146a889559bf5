// Package write writes a protocol that was learned for other programs: source of a
// programming language, a description, a dissector, arguments. Each format has a package
// below this one; what source has in common is in package code.
package write
