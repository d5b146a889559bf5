package packets

import (
	"encoding/binary"
)

// D-Bus messages have a header of this size, then a length and fields.
const (
	dbusHeader = 16
	dbusLimit  = 128 << 20 // bytes of the longest message there may be
)

// appendDBus splits the bytes of one send into D-Bus messages. It returns false if they
// are not some whole ones.
func appendDBus(list []run, data []byte) ([]run, bool) {
	for at := 0; at < len(data); {
		size := dbusLength(data[at:])
		if size == 0 || size > uint64(len(data)-at) {
			return list, false
		}
		list = append(list, run{offset: int64(at), data: data[at:][:size]})
		at += int(size)
	}
	return list, len(data) > 0
}

// dbusLength is the length in bytes of the message that begins here, 0 if none does.
func dbusLength(b []byte) uint64 {
	const (
		version  = 1
		lastType = 4
	)
	if len(b) < dbusHeader || b[1] == 0 || b[1] > lastType || b[3] != version {
		return 0
	}
	var order binary.ByteOrder
	switch b[0] {
	case 'l':
		order = binary.LittleEndian
	case 'B':
		order = binary.BigEndian
	default:
		return 0
	}
	body, fields := uint64(order.Uint32(b[4:])), uint64(order.Uint32(b[12:]))
	size := (dbusHeader+fields+7)&^7 + body // the body starts at a multiple of 8
	if size > dbusLimit {
		return 0
	}
	return size
}
