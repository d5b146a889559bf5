meta:
  id: clock
  title: "Messages of /run/clock.sock"
  ks-version: "0.10"
doc: "Dgram messages of the socket /run/clock.sock, as unixsnoop learned them from 5 messages of 1 conversation."
params:
  - id: from_client
    type: bool
    doc: "Whether the client sent it, else the server did."
seq:
  - id: body
    size-eos: true
    type: body
types:
  body:
    seq:
      - id: message
        type:
          switch-on: kind
          cases:
            "kinds::request_33": request_33
            "kinds::reply_5": reply_5
            "_": unknown
    instances:
      bytes_1_to_2:
        pos: 1
        size: 1
        if: "_io.size >= 2"
      bytes_2_to_4:
        pos: 2
        size: 2
        if: "_io.size >= 4"
      kind:
        value: "_root.from_client and _io.size >= 2 and bytes_1_to_2 == [0x01] and _io.size >= 4 and bytes_2_to_4 == [0x00, 0x21] ? 1 : not _root.from_client and _io.size >= 2 and bytes_1_to_2 == [0x02] and _io.size == 60 ? 2 : 0"
        enum: kinds
  request_33:
    doc: "A message from the client, seen twice, 16 bytes. It is told by 1 (0x1) at offset 1 and 33 (0x21) at offset 2. It was answered by reply_5 (twice)."
    seq:
      - id: version
        type: u1
        doc: "At offset 0, 1 byte: constant, in 2 of 2, such as 6. The same in all."
      - id: packet
        type: u1
        doc: "At offset 1, 1 byte: kind."
      - id: command
        type: u2be
        doc: "At offset 2, 2 bytes, big-endian: kind."
      - id: sequence
        type: u4be
        doc: "At offset 4, 4 bytes, big-endian: random, in 2 of 2, 2 values, such as 0x42e947a0."
      - id: padding_8
        size: 8
        doc: "At offset 8, 8 bytes: padding."
  reply_5:
    doc: "A message from the server, seen twice, 60 bytes. It is told by 2 (0x2) at offset 1 and a length of 60."
    seq:
      - id: version
        type: u1
        doc: "At offset 0, 1 byte: constant."
      - id: packet
        type: u1
        doc: "At offset 1, 1 byte: kind."
      - id: length
        type: u2le
        doc: "At offset 2, 2 bytes, little-endian: length of frame."
      - id: sequence
        type: u4be
        doc: "At offset 4, 4 bytes, big-endian: echo of request request_33 sequence."
      - id: time
        type: u4be
        doc: "At offset 8, 4 bytes, big-endian: timestamp s 1970."
      - id: reference
        size: 12
        doc: "At offset 12, 12 bytes, big-endian: timestamp s+ns 1970."
      - id: name
        size: 8
        type: str
        encoding: "UTF-8"
        doc: "At offset 24, 8 bytes: text."
      - id: address
        size: 4
        doc: "At offset 32, 4 bytes: ipv4."
      - id: skew
        type: f4le
        doc: "At offset 36, 4 bytes, little-endian: float."
      - id: offset
        type: f8be
        doc: "At offset 40, 8 bytes, big-endian: float."
      - id: id
        type: u8le
        doc: "At offset 48, 8 bytes, little-endian: random."
      - id: sum
        type: u2be
        doc: "At offset 56, 2 bytes, big-endian: checksum CRC-16."
      - id: odd
        type: u2be
        doc: "At offset 58, 2 bytes, big-endian: integer."
  unknown:
    doc: "A message of no kind that is known."
    seq:
      - id: data
        size-eos: true
enums:
  kinds:
    1: request_33
    2: reply_5
