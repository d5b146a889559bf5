package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/unixsnoop/unixsnoop/format"
)

// peerOf is the process at the other end of a connection.
func peerOf(conn net.Conn) format.End {
	u, ok := conn.(*net.UnixConn)
	if !ok {
		return ownerOf(conn.RemoteAddr())
	}
	raw, err := u.SyscallConn()
	if err != nil {
		return format.End{UID: -1}
	}
	var cred *syscall.Ucred
	var inode uint64
	raw.Control(func(fd uintptr) {
		cred, _ = syscall.GetsockoptUcred(int(fd), syscall.SOL_SOCKET, syscall.SO_PEERCRED)
		var stat syscall.Stat_t
		if syscall.Fstat(int(fd), &stat) == nil {
			inode = stat.Ino // of our own end: the other's can't be asked for, and it is as good
		}
	})
	if cred == nil {
		return format.End{UID: -1, Inode: inode}
	}
	return format.End{Pid: int(cred.Pid), UID: int(cred.Uid), Comm: commOf(int(cred.Pid)), Inode: inode}
}

// ownerOf is the process that holds the socket of this address.
func ownerOf(addr net.Addr) format.End {
	end := format.End{UID: -1}
	switch a := addr.(type) {
	case *net.TCPAddr:
		end.Inode, end.UID = inodeIn("tcp", a.IP, a.Port)
	case *net.UDPAddr:
		end.Inode, end.UID = inodeIn("udp", a.IP, a.Port)
	case *net.UnixAddr:
		end.Inode = inodeOfName(a.Name)
	}
	if end.Inode != 0 {
		end.Pid = holderOf(end.Inode)
		end.Comm = commOf(end.Pid)
		if info, err := os.Stat(fmt.Sprintf("/proc/%d", end.Pid)); err == nil && end.UID < 0 {
			end.UID = int(info.Sys().(*syscall.Stat_t).Uid)
		}
	}
	return end
}

// lines are the rows of a table in /proc/net, split into words.
func lines(table string) (rows [][]string) {
	f, err := os.Open("/proc/net/" + table)
	if err != nil {
		return nil
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		rows = append(rows, strings.Fields(s.Text()))
	}
	return rows
}

// inodeIn is the number of the socket bound to an address, and whose it is.
func inodeIn(table string, ip net.IP, port int) (inode uint64, uid int) {
	want := func(ip net.IP) string {
		if ip = ip.To4(); ip == nil {
			return "" // an address of version 6 is not looked for
		}
		// It is told as one number, by the machine's own byte order.
		return fmt.Sprintf("%08X:%04X", binary.NativeEndian.Uint32(ip), port)
	}
	for _, local := range []string{want(ip), want(net.IPv4zero)} {
		for _, row := range lines(table) {
			if len(row) < 10 || row[1] != local {
				continue
			}
			inode, _ = strconv.ParseUint(row[9], 10, 64)
			uid, _ = strconv.Atoi(row[7])
			if inode != 0 {
				return inode, uid
			}
		}
	}
	return 0, -1
}

// inodeOfName is the number of the unix socket bound to a path.
func inodeOfName(path string) uint64 {
	for _, row := range lines("unix") {
		if len(row) == 8 && row[7] == path {
			inode, _ := strconv.ParseUint(row[6], 10, 64)
			return inode
		}
	}
	return 0
}

// holderOf is a process that has the socket open.
func holderOf(inode uint64) (pid int) {
	want := fmt.Sprintf("socket:[%d]", inode)
	names, _ := filepath.Glob("/proc/[0-9]*/fd/*")
	for _, name := range names {
		if link, err := os.Readlink(name); err == nil && link == want {
			pid, _ := strconv.Atoi(strings.Split(name, "/")[2])
			return pid
		}
	}
	return 0
}

func commOf(pid int) string {
	comm, _ := os.ReadFile(fmt.Sprintf("/proc/%d/comm", pid))
	return strings.TrimSpace(string(comm))
}
