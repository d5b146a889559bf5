// Package container knows what containers are called: docker, podman, CRI-O and Kubernetes
// keep that in files, which are read where they can be (known.go and a file for each). Which
// container a control group is of, and what the groups of a container are called, follows
// (group.go). Watch tells when any of that may have changed.
//
// It reads below the root that it is given, so that made-up trees serve tests.
package container
