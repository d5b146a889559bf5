-- Wireshark shows with this the stream messages of the socket @store, as unixsnoop
-- learned them from 11 messages of 1 conversation.
-- tshark -X lua_script:THIS -r CAPTURE -Y unix_store

local name, title, socket = "unix_store", "store", "@store"
local fields, kinds, framings = {}, {}, {}
local kind_field = ProtoField.string("unix_store.kind", "Kind")
fields[1] = kind_field
local function field(f) fields[#fields + 1] = f return f end

-- put: from the client, seen twice, 23 to 57 bytes. It is told by 80 (0x50) at offset 0.
kinds[#kinds + 1] = {
  name = "put", from = "client",
  select = {
    { at = 0, n = 1, value = "50" },
  },
  fields = {
    -- at offset 0, 1 byte: kind.
    { name = "kind", how = "fixed", n = 1, shown = field(ProtoField.uint8("unix_store.put.kind", "kind", base.HEX_DEC)), },
    -- at offset 1, 2 bytes, little-endian: length of rest.
    { name = "length", how = "fixed", n = 2, little = true, shown = field(ProtoField.uint16("unix_store.put.length", "length", base.DEC_HEX)), },
    -- at offset 3, 3 bytes, big-endian: length.
    { name = "size", how = "fixed", n = 3, steers = true, id = 1, shown = field(ProtoField.bytes("unix_store.put.size", "size")), },
    -- at offset 6, as long as size says: text.
    { name = "key", how = "by", n = 0, by = 1, scale = 1, add = -1, shown = field(ProtoField.string("unix_store.put.key", "key")), },
    -- behind the field before it, up to a multiple of 4: padding.
    { name = "pad", how = "align", n = 4, shown = field(ProtoField.bytes("unix_store.put.pad", "pad")), },
    -- behind the field before it, up to a byte 0x00: text.
    { name = "path", how = "until", n = 0, shown = field(ProtoField.string("unix_store.put.path", "path")), },
    -- behind the field before it, 1 byte: count.
    { name = "count", how = "fixed", n = 1, steers = true, id = 2, shown = field(ProtoField.uint8("unix_store.put.count", "count", base.DEC_HEX)), },
    -- behind the field before it, 1 byte: length.
    { name = "width", how = "fixed", n = 1, steers = true, id = 3, shown = field(ProtoField.uint8("unix_store.put.width", "width", base.DEC_HEX)), },
    -- behind the field before it, as many as count says: array.
    { name = "points", how = "items", n = 0, by = 2, list = true, open = false, less = 0, more = 0, items = {
      -- at offset 0, 2 bytes, little-endian: integer.
      { name = "x", how = "fixed", n = 2, little = true, shown = field(ProtoField.uint16("unix_store.put.points.x", "x", base.DEC_HEX)), },
      -- at offset 2, as long as width says: bytes.
      { name = "label", how = "by", n = 0, by = 3, scale = 1, add = 0, shown = field(ProtoField.bytes("unix_store.put.points.label", "label")), },
    } },
    -- behind the field before it, 1 byte: length.
    { name = "extra", how = "fixed", n = 1, steers = true, id = 4, shown = field(ProtoField.uint8("unix_store.put.extra", "extra", base.DEC_HEX)), },
    -- behind the field before it, 1 byte: flags.
    { name = "flags", how = "fixed", n = 1, steers = true, id = 5, shown = field(ProtoField.uint8("unix_store.put.flags", "flags", base.HEX_DEC)), },
    -- behind the field before it, as long as extra says: array.
    { name = "groups", how = "by", n = 0, by = 4, list = true, open = true, less = 0, more = 0, scale = 1, add = 0, items = {
      -- at offset 0, 1 byte: length.
      { name = "size", how = "fixed", n = 1, steers = true, id = 6, shown = field(ProtoField.uint8("unix_store.put.groups.size", "size", base.DEC_HEX)), },
      -- at offset 1, as long as size says: tlv.
      { name = "marks", how = "by", n = 0, by = 6, list = true, open = true, less = 0, more = 0, scale = 1, add = -1, items = {
        -- at offset 0, 1 byte: enum.
        { name = "type", how = "fixed", n = 1, shown = field(ProtoField.uint8("unix_store.put.groups.marks.type", "type", base.DEC_HEX)), },
        -- at offset 1, up to a multiple of 2: padding.
        { name = "pad", how = "align", n = 2, shown = field(ProtoField.bytes("unix_store.put.groups.marks.pad", "pad")), },
        -- behind the field before it, up to a byte 0x00: text.
        { name = "text", how = "until", n = 0, shown = field(ProtoField.string("unix_store.put.groups.marks.text", "text")), },
      } },
      -- behind the field before it, as long as size says, where flags is 0x1, 0x2: bytes.
      { name = "more", how = "by", n = 0, by = 6, scale = 1, add = 0, only = { asked = 5, is = true, [1] = true, [2] = true, }, shown = field(ProtoField.bytes("unix_store.put.groups.more", "more")), },
      -- behind the field before it, 2 bytes, big-endian: integer.
      { name = "tail", how = "fixed", n = 2, shown = field(ProtoField.uint16("unix_store.put.groups.tail", "tail", base.DEC_HEX)), },
    } },
    -- behind the field before it: record.
    { name = "header", how = "items", n = 0, less = 0, items = {
      -- at offset 0, 4 bytes, big-endian: integer.
      { name = "a", how = "fixed", n = 4, shown = field(ProtoField.uint32("unix_store.put.header.a", "a", base.DEC_HEX)), },
      -- at offset 4, 4 bytes, big-endian: float.
      { name = "b", how = "fixed", n = 4, shown = field(ProtoField.float("unix_store.put.header.b", "b")), },
    } },
    -- behind the field before it: tlv.
    { name = "options", how = "items", n = 0, list = true, open = true, less = 2, more = 0, items = {
      -- at offset 0, 1 byte: enum.
      { name = "type", how = "fixed", n = 1, shown = field(ProtoField.uint8("unix_store.put.options.type", "type", base.DEC_HEX)), },
      -- at offset 1, 1 byte: length.
      { name = "length", how = "fixed", n = 1, steers = true, id = 7, shown = field(ProtoField.uint8("unix_store.put.options.length", "length", base.DEC_HEX)), },
      -- at offset 2, as long as length says: bytes.
      { name = "value", how = "by", n = 0, by = 7, scale = 1, add = 0, shown = field(ProtoField.bytes("unix_store.put.options.value", "value")), },
    } },
    -- 2 bytes before the end, 2 bytes, big-endian: checksum sum-16.
    { name = "sum", how = "fixed", n = 2, shown = field(ProtoField.uint16("unix_store.put.sum", "sum", base.HEX_DEC)), },
  },
}

-- set: from the client, seen once, 14 bytes. It is told by 83 (0x53) at offset 0.
kinds[#kinds + 1] = {
  name = "set", from = "client",
  select = {
    { at = 0, n = 1, value = "53" },
  },
  fields = {
    -- at offset 0, 1 byte: kind.
    { name = "kind", how = "fixed", n = 1, shown = field(ProtoField.uint8("unix_store.set.kind", "kind", base.HEX_DEC)), },
    -- at offset 1, 2 bytes, little-endian: length of rest.
    { name = "length", how = "fixed", n = 2, little = true, shown = field(ProtoField.uint16("unix_store.set.length", "length", base.DEC_HEX)), },
    -- at offset 3, up to one of which type is 0x0: array.
    { name = "values", how = "items", n = 0, list = true, open = false, less = 0, more = 0, last = { asked = 8, is = true, [0] = true, }, items = {
      -- at offset 0, 1 byte: enum.
      { name = "type", how = "fixed", n = 1, steers = true, id = 8, shown = field(ProtoField.uint8("unix_store.set.values.type", "type", base.DEC_HEX)), },
      -- at offset 1, where type is 0x1: array.
      { name = "type_01", how = "items", n = 0, list = true, open = false, less = 0, more = 0, optional = true, only = { asked = 8, is = true, [1] = true, }, items = {
        -- at offset 0, 4 bytes, big-endian: integer.
        { name = "number", how = "fixed", n = 4, shown = field(ProtoField.uint32("unix_store.set.values.type_01.number", "number", base.DEC_HEX)), },
      } },
      -- behind the field before it, where type is 0x2: array.
      { name = "type_02", how = "items", n = 0, list = true, open = false, less = 0, more = 0, optional = true, only = { asked = 8, is = true, [2] = true, }, items = {
        -- at offset 0, 1 byte: length.
        { name = "length", how = "fixed", n = 1, steers = true, id = 9, shown = field(ProtoField.uint8("unix_store.set.values.type_02.length", "length", base.DEC_HEX)), },
        -- at offset 1, as long as length says: text.
        { name = "text", how = "by", n = 0, by = 9, scale = 1, add = 0, shown = field(ProtoField.string("unix_store.set.values.type_02.text", "text")), },
      } },
    } },
  },
}

-- get: from the client, seen twice, 4 to 8 bytes. It is told by 71 (0x47) at offset 0.
kinds[#kinds + 1] = {
  name = "get", from = "client",
  select = {
    { at = 0, n = 1, value = "47" },
  },
  fields = {
    -- at offset 0, 1 byte: kind.
    { name = "kind", how = "fixed", n = 1, shown = field(ProtoField.uint8("unix_store.get.kind", "kind", base.HEX_DEC)), },
    -- at offset 1, 2 bytes, little-endian: length.
    { name = "length", how = "fixed", n = 2, little = true, steers = true, id = 10, shown = field(ProtoField.uint16("unix_store.get.length", "length", base.DEC_HEX)), },
    -- at offset 3, as long as length says: text.
    { name = "key", how = "by", n = 0, by = 10, scale = 1, add = 0, shown = field(ProtoField.string("unix_store.get.key", "key")), },
  },
}

-- poll: from the client, seen once, 3 bytes. It is told by 81 (0x51) at offset 0.
kinds[#kinds + 1] = {
  name = "poll", from = "client",
  select = {
    { at = 0, n = 1, value = "51" },
  },
  fields = {
    -- at offset 0, 1 byte: kind.
    { name = "kind", how = "fixed", n = 1, shown = field(ProtoField.uint8("unix_store.poll.kind", "kind", base.HEX_DEC)), },
    -- at offset 1, 2 bytes, big-endian: random.
    { name = "token", how = "fixed", n = 2, shown = field(ProtoField.uint16("unix_store.poll.token", "token", base.HEX_DEC)), },
  },
}

-- line: from the server, seen 5 times, 2 to 7 bytes.
kinds[#kinds + 1] = {
  name = "line", from = "server",
  select = {
  },
  fields = {
    -- at offset 0, up to the last 2 bytes: text.
    { name = "text", how = "rest", n = 2, shown = field(ProtoField.string("unix_store.line.text", "text")), },
    -- 2 bytes before the end, 2 bytes: constant.
    { name = "end", how = "fixed", n = 2, shown = field(ProtoField.bytes("unix_store.line.end", "end")), },
  },
}

-- How what the client sends becomes messages: Every conversation parses to its end.
framings.client = {
  finish = function(tvb)
    if tvb:len() < 3 then return nil end
    local value = tvb(1, 2):le_uint()
    local kind = tvb(0, 1):uint()
    if kind ~= 71 and kind ~= 80 and kind ~= 83 and kind ~= 88 then value = 0 end -- others have no length
    local n = 1 * value + 3
    return n > 0 and n <= 1073741824 and n or 0
  end,
}

-- How what the server sends becomes messages:
framings.server = {
  finish = function(tvb)
    local at = tvb:raw():find("\013\010", 1, true)
    return at and at - 1 + 2
  end,
}
