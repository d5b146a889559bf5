meta:
  id: store
  title: "Messages of @store"
  ks-version: "0.10"
doc: "Stream messages of the socket @store, as unixsnoop learned them from 11 messages of 1 conversation."
params:
  - id: from_client
    type: bool
    doc: "Whether the client sent it, else the server did."
seq:
  - id: messages
    type: "message(_index == 0)"
    repeat: eos
types:
  message:
    params:
      - id: is_first
        type: bool
    seq:
      - id: begin
        size: 0
        if: "start >= 0"
        doc: "Nothing, but start is known from here on."
      - id: from_client
        if: "_root.from_client"
        size: "(from_client_kind != 71 and from_client_kind != 80 and from_client_kind != 83 and from_client_kind != 88 ? 0 : from_client_length) * 1 + (3)"
        type: body
        doc: "Every conversation parses to its end."
      - id: from_server
        if: "not _root.from_client"
        terminator: 10
        include: true
        type: body
    instances:
      start:
        value: "_io.pos"
      from_client_length:
        pos: "start + 1"
        type: u2le
      from_client_kind:
        pos: "start + 0"
        type: u1
  body:
    seq:
      - id: message
        type:
          switch-on: kind
          cases:
            "kinds::put": put
            "kinds::set": set
            "kinds::get": get
            "kinds::poll": poll
            "kinds::line": line
            "_": unknown
    instances:
      bytes_0_to_1:
        pos: 0
        size: 1
        if: "_io.size >= 1"
      kind:
        value: "_root.from_client and _io.size >= 1 and bytes_0_to_1 == [0x50] ? 1 : _root.from_client and _io.size >= 1 and bytes_0_to_1 == [0x53] ? 2 : _root.from_client and _io.size >= 1 and bytes_0_to_1 == [0x47] ? 3 : _root.from_client and _io.size >= 1 and bytes_0_to_1 == [0x51] ? 4 : not _root.from_client ? 5 : 0"
        enum: kinds
  put:
    doc: "A message from the client, seen twice, 23 to 57 bytes. It is told by 80 (0x50) at offset 0."
    seq:
      - id: kind
        type: u1
        doc: "At offset 0, 1 byte: kind."
      - id: length
        type: u2le
        doc: "At offset 1, 2 bytes, little-endian: length of rest."
      - id: size
        size: 3
        doc: "At offset 3, 3 bytes, big-endian: length."
      - id: key
        size: "((size[0] << 16) + (size[1] << 8) + (size[2] << 0)) - 1 < 0 ? 0 : ((size[0] << 16) + (size[1] << 8) + (size[2] << 0)) - 1"
        type: str
        encoding: "UTF-8"
        doc: "At offset 6, as long as size says: text."
      - id: pad
        size: "(4 - _io.pos % 4) % 4"
        doc: "Behind the field before it, up to a multiple of 4: padding."
      - id: path
        terminator: 0
        type: str
        encoding: "UTF-8"
        doc: "Behind the field before it, up to a byte 0x00: text."
      - id: count
        type: u1
        doc: "Behind the field before it, 1 byte: count."
      - id: width
        type: u1
        doc: "Behind the field before it, 1 byte: length."
      - id: points
        type: put_points
        repeat: expr
        repeat-expr: count
        doc: "Behind the field before it, as many as count says: array."
      - id: extra
        type: u1
        doc: "Behind the field before it, 1 byte: length."
      - id: flags
        type: u1
        doc: "Behind the field before it, 1 byte: flags."
      - id: groups
        size: extra
        type: put_groups_run
        doc: "Behind the field before it, as long as extra says: array."
      - id: header
        type: put_header
        doc: "Behind the field before it: record."
      - id: options
        type: put_options
        if: "_io.pos < _io.size - 2"
        repeat: until
        repeat-until: "_io.pos >= _io.size - 2"
        doc: "Behind the field before it: tlv."
      - id: sum
        type: u2be
        doc: "2 bytes before the end, 2 bytes, big-endian: checksum sum-16."
  put_points:
    doc: "Of points."
    seq:
      - id: x
        type: u2le
        doc: "At offset 0, 2 bytes, little-endian: integer."
      - id: label
        size: "_parent.width"
        doc: "At offset 2, as long as width says: bytes."
  put_groups:
    doc: "Of groups."
    seq:
      - id: size
        type: u1
        doc: "At offset 0, 1 byte: length."
      - id: marks
        size: "size - 1 < 0 ? 0 : size - 1"
        type: put_groups_marks_run
        doc: "At offset 1, as long as size says: tlv."
      - id: more
        size: "((_parent._parent.flags == 0x1 or _parent._parent.flags == 0x2) ? size : 0)"
        doc: "Behind the field before it, as long as size says, where flags is 0x1, 0x2: bytes."
      - id: tail
        type: u2be
        doc: "Behind the field before it, 2 bytes, big-endian: integer."
  put_groups_run:
    doc: "The bytes of groups."
    seq:
      - id: elements
        type: put_groups
        repeat: eos
  put_groups_marks:
    doc: "Of marks."
    seq:
      - id: type
        type: u1
        doc: "At offset 0, 1 byte: enum."
      - id: pad
        size: "(2 - _io.pos % 2) % 2"
        doc: "At offset 1, up to a multiple of 2: padding."
      - id: text
        terminator: 0
        type: str
        encoding: "UTF-8"
        doc: "Behind the field before it, up to a byte 0x00: text."
  put_groups_marks_run:
    doc: "The bytes of marks."
    seq:
      - id: elements
        type: put_groups_marks
        repeat: eos
  put_header:
    doc: "Of header."
    seq:
      - id: a
        type: u4be
        doc: "At offset 0, 4 bytes, big-endian: integer."
      - id: b
        type: f4be
        doc: "At offset 4, 4 bytes, big-endian: float."
  put_options:
    doc: "Of options."
    seq:
      - id: type
        type: u1
        doc: "At offset 0, 1 byte: enum."
      - id: length
        type: u1
        doc: "At offset 1, 1 byte: length."
      - id: value
        size: length
        doc: "At offset 2, as long as length says: bytes."
  set:
    doc: "A message from the client, seen once, 14 bytes. It is told by 83 (0x53) at offset 0."
    seq:
      - id: kind
        type: u1
        doc: "At offset 0, 1 byte: kind."
      - id: length
        type: u2le
        doc: "At offset 1, 2 bytes, little-endian: length of rest."
      - id: values
        type: set_values
        repeat: until
        repeat-until: "(_.type == 0x0)"
        doc: "At offset 3, up to one of which type is 0x0: array."
  set_values:
    doc: "Of values."
    seq:
      - id: type
        type: u1
        doc: "At offset 0, 1 byte: enum."
      - id: type_01
        type: set_values_type_01
        if: "(type == 0x1)"
        doc: "At offset 1, where type is 0x1: array."
      - id: type_02
        type: set_values_type_02
        if: "(type == 0x2)"
        doc: "Behind the field before it, where type is 0x2: array."
  set_values_type_01:
    doc: "Of type_01."
    seq:
      - id: number
        type: u4be
        doc: "At offset 0, 4 bytes, big-endian: integer."
  set_values_type_02:
    doc: "Of type_02."
    seq:
      - id: length
        type: u1
        doc: "At offset 0, 1 byte: length."
      - id: text
        size: length
        type: str
        encoding: "UTF-8"
        doc: "At offset 1, as long as length says: text."
  get:
    doc: "A message from the client, seen twice, 4 to 8 bytes. It is told by 71 (0x47) at offset 0."
    seq:
      - id: kind
        type: u1
        doc: "At offset 0, 1 byte: kind."
      - id: length
        type: u2le
        doc: "At offset 1, 2 bytes, little-endian: length."
      - id: key
        size: length
        type: str
        encoding: "UTF-8"
        doc: "At offset 3, as long as length says: text."
  poll:
    doc: "A message from the client, seen once, 3 bytes. It is told by 81 (0x51) at offset 0."
    seq:
      - id: kind
        type: u1
        doc: "At offset 0, 1 byte: kind."
      - id: token
        type: u2be
        doc: "At offset 1, 2 bytes, big-endian: random."
  line:
    doc: "A message from the server, seen 5 times, 2 to 7 bytes."
    seq:
      - id: text
        size: "_io.size - _io.pos - 2"
        type: str
        encoding: "UTF-8"
        doc: "At offset 0, up to the last 2 bytes: text."
      - id: end
        size: 2
        doc: "2 bytes before the end, 2 bytes: constant."
  unknown:
    doc: "A message of no kind that is known."
    seq:
      - id: data
        size-eos: true
enums:
  kinds:
    1: put
    2: set
    3: get
    4: poll
    5: line
