-- Wireshark shows with this the dgram messages of the socket /run/clock.sock, as
-- unixsnoop learned them from 5 messages of 1 conversation.
-- tshark -X lua_script:THIS -r CAPTURE -Y unix_clock

local name, title, socket = "unix_clock", "clock", "/run/clock.sock"
local fields, kinds, framings = {}, {}, {}
local kind_field = ProtoField.string("unix_clock.kind", "Kind")
fields[1] = kind_field
local function field(f) fields[#fields + 1] = f return f end

-- request_33: from the client, seen twice, 16 bytes. It is told by 1 (0x1) at offset 1
-- and 33 (0x21) at offset 2. It was answered by reply_5 (twice).
kinds[#kinds + 1] = {
  name = "request_33", from = "client",
  select = {
    { at = 1, n = 1, value = "01" },
    { at = 2, n = 2, value = "0021" },
  },
  fields = {
    -- at offset 0, 1 byte: constant, in 2 of 2, such as 6. The same in all.
    { name = "version", how = "fixed", n = 1, shown = field(ProtoField.uint8("unix_clock.request_33.version", "version", base.HEX_DEC)), },
    -- at offset 1, 1 byte: kind.
    { name = "packet", how = "fixed", n = 1, shown = field(ProtoField.uint8("unix_clock.request_33.packet", "packet", base.HEX_DEC)), },
    -- at offset 2, 2 bytes, big-endian: kind.
    { name = "command", how = "fixed", n = 2, shown = field(ProtoField.uint16("unix_clock.request_33.command", "command", base.HEX_DEC)), },
    -- at offset 4, 4 bytes, big-endian: random, in 2 of 2, 2 values, such as 0x42e947a0.
    { name = "sequence", how = "fixed", n = 4, shown = field(ProtoField.uint32("unix_clock.request_33.sequence", "sequence", base.HEX_DEC)), },
    -- at offset 8, 8 bytes: padding.
    { name = "padding_8", how = "fixed", n = 8, shown = field(ProtoField.bytes("unix_clock.request_33.padding_8", "padding_8")), },
  },
}

-- reply_5: from the server, seen twice, 60 bytes. It is told by 2 (0x2) at offset 1 and a
-- length of 60.
kinds[#kinds + 1] = {
  name = "reply_5", from = "server",
  select = {
    { at = 1, n = 1, value = "02" },
    { n = 0, value = 60 },
  },
  fields = {
    -- at offset 0, 1 byte: constant.
    { name = "version", how = "fixed", n = 1, shown = field(ProtoField.uint8("unix_clock.reply_5.version", "version", base.HEX_DEC)), },
    -- at offset 1, 1 byte: kind.
    { name = "packet", how = "fixed", n = 1, shown = field(ProtoField.uint8("unix_clock.reply_5.packet", "packet", base.HEX_DEC)), },
    -- at offset 2, 2 bytes, little-endian: length of frame.
    { name = "length", how = "fixed", n = 2, little = true, shown = field(ProtoField.uint16("unix_clock.reply_5.length", "length", base.DEC_HEX)), },
    -- at offset 4, 4 bytes, big-endian: echo of request request_33 sequence.
    { name = "sequence", how = "fixed", n = 4, shown = field(ProtoField.uint32("unix_clock.reply_5.sequence", "sequence", base.DEC_HEX)), },
    -- at offset 8, 4 bytes, big-endian: timestamp s 1970.
    { name = "time", how = "fixed", n = 4, unit = "s", since = 0, shown = field(ProtoField.absolute_time("unix_clock.reply_5.time", "time", base.UTC)), raw = field(ProtoField.bytes("unix_clock.reply_5.time.bytes", "time")), },
    -- at offset 12, 12 bytes, big-endian: timestamp s+ns 1970.
    { name = "reference", how = "fixed", n = 12, unit = "s+ns", since = 0, shown = field(ProtoField.absolute_time("unix_clock.reply_5.reference", "reference", base.UTC)), raw = field(ProtoField.bytes("unix_clock.reply_5.reference.bytes", "reference")), },
    -- at offset 24, 8 bytes: text.
    { name = "name", how = "fixed", n = 8, shown = field(ProtoField.string("unix_clock.reply_5.name", "name")), },
    -- at offset 32, 4 bytes: ipv4.
    { name = "address", how = "fixed", n = 4, shown = field(ProtoField.ipv4("unix_clock.reply_5.address", "address")), },
    -- at offset 36, 4 bytes, little-endian: float.
    { name = "skew", how = "fixed", n = 4, little = true, shown = field(ProtoField.float("unix_clock.reply_5.skew", "skew")), },
    -- at offset 40, 8 bytes, big-endian: float.
    { name = "offset", how = "fixed", n = 8, shown = field(ProtoField.double("unix_clock.reply_5.offset", "offset")), },
    -- at offset 48, 8 bytes, little-endian: random.
    { name = "id", how = "fixed", n = 8, little = true, shown = field(ProtoField.uint64("unix_clock.reply_5.id", "id", base.HEX_DEC)), },
    -- at offset 56, 2 bytes, big-endian: checksum CRC-16.
    { name = "sum", how = "fixed", n = 2, shown = field(ProtoField.uint16("unix_clock.reply_5.sum", "sum", base.HEX_DEC)), },
    -- at offset 58, 2 bytes, big-endian: integer.
    { name = "odd", how = "fixed", n = 2, shown = field(ProtoField.uint16("unix_clock.reply_5.odd", "odd", base.DEC_HEX)), },
  },
}
