package main

import "encoding/binary"

// frameGearman: a magic of four bytes, a type, and the length of what is behind.
func frameGearman(data []byte, _ int, _ bool) int {
	if len(data) < 12 {
		return 0
	}
	return 12 + int(binary.BigEndian.Uint32(data[8:]))
}

// frameGIOP: twelve bytes, one of which tells the byte order of the length at their end.
func frameGIOP(data []byte, _ int, _ bool) int {
	if len(data) < 12 {
		return 0
	}
	if string(data[:4]) != "GIOP" {
		return -1
	}
	if data[6]&1 == 1 {
		return 12 + int(binary.LittleEndian.Uint32(data[8:]))
	}
	return 12 + int(binary.BigEndian.Uint32(data[8:]))
}

// frameISCSI: 48 bytes with the number of words of additional headers and the length of
// the data, which are filled up to four bytes. Without digests.
func frameISCSI(data []byte, _ int, _ bool) int {
	if len(data) < 48 {
		return 0
	}
	return 48 + 4*int(data[4]) + align(int(binary.BigEndian.Uint32(data[4:])&0xffffff), 4)
}

// frameOpenFlow: a version, a type, and the length of all.
func frameOpenFlow(data []byte, _ int, _ bool) int {
	if len(data) < 8 {
		return 0
	}
	return max(-1, int(binary.BigEndian.Uint16(data[2:])))
}

// frameAgentX: 20 bytes with the length of what is behind them, in the order that a flag
// among them tells.
func frameAgentX(data []byte, _ int, _ bool) int {
	if len(data) < 20 {
		return 0
	}
	if data[2]&0x10 != 0 {
		return 20 + int(binary.BigEndian.Uint32(data[16:]))
	}
	return 20 + int(binary.LittleEndian.Uint32(data[16:]))
}
