//! The dgram messages of the socket /run/clock.sock, as unixsnoop learned them from 5
//! messages of 1 conversation.

#![allow(dead_code)]

/// Who sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Client,
    Server,
}

/// A message of no kind that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    pub data: Vec<u8>,
    /// Why it fits none.
    pub why: String,
}

impl std::fmt::Display for Unknown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.why)
    }
}

impl std::error::Error for Unknown {}

/// A message of any kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    Request33(Request33),
    Reply5(Reply5),
}

impl Message {
    /// Appends the bytes of the message. It fails if they can't tell what the message
    /// holds, as when a text is longer than its length can say.
    pub fn append(&self, out: &mut Vec<u8>) -> Result<(), String> {
        match self {
            Message::Request33(m) => m.append(out),
            Message::Reply5(m) => m.append(out),
        }
    }
}

/// Reads a whole message that a side has sent.
#[allow(unused_mut)]
pub fn parse(from: Side, b: &[u8]) -> Result<Message, Unknown> {
    let mut read = Err(format!(
        "no kind of message begins like these {} bytes",
        b.len()
    ));
    read_as(from, b, &mut read);
    read.map_err(|why| Unknown {
        data: b.to_vec(),
        why,
    })
}

/// Reads a message as the first kind of a side that it is of.
fn read_as(from: Side, b: &[u8], read: &mut Result<Message, String>) {
    match from {
        Side::Client => {
            if b.len() >= 4
                && b[1] == 0x01
                && number(&b[2..4], false) == 0x21
                && is(b, Request33::parse, Message::Request33, read)
            {
                return;
            }
        }
        Side::Server => {
            if b.len() == 60
                && b.len() >= 2
                && b[1] == 0x02
                && is(b, Reply5::parse, Message::Reply5, read)
            {
                return;
            }
        }
    }
}

/// Reads a message as one of a kind, if it is one. However many kinds there are, what is tried
/// takes the stack of one.
fn is<K>(
    b: &[u8],
    parse: fn(&[u8]) -> Result<K, String>,
    of: fn(K) -> Message,
    read: &mut Result<Message, String>,
) -> bool {
    *read = parse(b).map(of);
    read.is_ok()
}

/// A message from the client, seen twice, 16 bytes. It is told by 1 (0x1) at offset 1 and
/// 33 (0x21) at offset 2. It was answered by reply_5 (twice).
#[derive(Clone, Debug, PartialEq)]
pub struct Request33 {
    /// At offset 0, 1 byte: constant, in 2 of 2, such as 6. The same in all.
    pub version: u8,
    // At offset 1, 1 byte: kind. Append writes it: always 01.
    // At offset 2, 2 bytes, big-endian: kind. Append writes it: always 00 21.
    /// At offset 4, 4 bytes, big-endian: random, in 2 of 2, 2 values, such as 0x42e947a0.
    pub sequence: u32,
    /// At offset 8, 8 bytes: padding.
    pub padding_8: [u8; 8],
}

impl Request33 {
    fn parse(b: &[u8]) -> Result<Request33, String> {
        size(b, 16)?;
        let version = b[0];
        let sequence = u32::from_be_bytes(b[4..8].try_into().unwrap());
        let padding_8: [u8; 8] = b[8..16].try_into().unwrap();
        Ok(Request33 {
            version,
            sequence,
            padding_8,
        })
    }

    /// Appends the bytes of the message.
    #[allow(unused_variables)]
    pub fn append(&self, out: &mut Vec<u8>) -> Result<(), String> {
        let start = out.len();
        out.push(self.version);
        out.extend_from_slice(&[0x01]);
        out.extend_from_slice(&[0x00, 0x21]);
        out.extend_from_slice(&self.sequence.to_be_bytes());
        out.extend_from_slice(&self.padding_8);
        Ok(())
    }
}

/// A message from the server, seen twice, 60 bytes. It is told by 2 (0x2) at offset 1 and
/// a length of 60.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply5 {
    /// At offset 0, 1 byte: constant.
    pub version: u8,
    // At offset 1, 1 byte: kind. Append writes it: always 02.
    // At offset 2, 2 bytes, little-endian: length of frame. Append writes it: the length
    // of the message.
    /// At offset 4, 4 bytes, big-endian: echo of request request_33 sequence.
    pub sequence: u32,
    /// At offset 8, 4 bytes, big-endian: timestamp s 1970.
    pub time: u32,
    /// At offset 12, 12 bytes, big-endian: timestamp s+ns 1970.
    pub reference: [u8; 12],
    /// At offset 24, 8 bytes: text.
    pub name: [u8; 8],
    /// At offset 32, 4 bytes: ipv4.
    pub address: [u8; 4],
    /// At offset 36, 4 bytes, little-endian: float.
    pub skew: f32,
    /// At offset 40, 8 bytes, big-endian: float.
    pub offset: f64,
    /// At offset 48, 8 bytes, little-endian: random.
    pub id: u64,
    /// At offset 56, 2 bytes, big-endian: checksum CRC-16.
    pub sum: u16,
    /// At offset 58, 2 bytes, big-endian: integer.
    pub odd: u16,
}

impl Reply5 {
    fn parse(b: &[u8]) -> Result<Reply5, String> {
        size(b, 60)?;
        let version = b[0];
        agree("length", number(&b[2..4], true), 4, 8, b.len())?;
        let sequence = u32::from_be_bytes(b[4..8].try_into().unwrap());
        let time = u32::from_be_bytes(b[8..12].try_into().unwrap());
        let reference: [u8; 12] = b[12..24].try_into().unwrap();
        let name: [u8; 8] = b[24..32].try_into().unwrap();
        let address: [u8; 4] = b[32..36].try_into().unwrap();
        let skew = f32::from_le_bytes(b[36..40].try_into().unwrap());
        let offset = f64::from_be_bytes(b[40..48].try_into().unwrap());
        let id = u64::from_le_bytes(b[48..56].try_into().unwrap());
        let sum = u16::from_be_bytes(b[56..58].try_into().unwrap());
        let odd = u16::from_be_bytes(b[58..60].try_into().unwrap());
        Ok(Reply5 {
            version,
            sequence,
            time,
            reference,
            name,
            address,
            skew,
            offset,
            id,
            sum,
            odd,
        })
    }

    /// Appends the bytes of the message.
    #[allow(unused_variables)]
    pub fn append(&self, out: &mut Vec<u8>) -> Result<(), String> {
        let start = out.len();
        out.push(self.version);
        out.extend_from_slice(&[0x02]);
        let at1 = out.len();
        out.extend_from_slice(&[0; 2]);
        out.extend_from_slice(&self.sequence.to_be_bytes());
        out.extend_from_slice(&self.time.to_be_bytes());
        out.extend_from_slice(&self.reference);
        out.extend_from_slice(&self.name);
        out.extend_from_slice(&self.address);
        out.extend_from_slice(&self.skew.to_le_bytes());
        out.extend_from_slice(&self.offset.to_be_bytes());
        out.extend_from_slice(&self.id.to_le_bytes());
        out.extend_from_slice(&self.sum.to_be_bytes());
        out.extend_from_slice(&self.odd.to_be_bytes());
        let n2 = out.len() - start;
        put_number(&mut out[at1..at1 + 2], true, "length", n2, 4, 8)?;
        Ok(())
    }
}

/// Puts into bytes the number that tells of n: scale times it and add are n.
fn put_number(
    to: &mut [u8],
    little: bool,
    field: &str,
    n: usize,
    scale: i64,
    add: i64,
) -> Result<(), String> {
    let value = (n as i64 - add) / scale;
    let wide = to.len() >= 8;
    if value < 0 || value * scale + add != n as i64 || !wide && value >> (8 * to.len()) > 0 {
        return Err(format!("{} can't say {}", field, n));
    }
    let last = to.len() - 1;
    for i in 0..to.len() {
        let at = if little { i } else { last - i };
        to[at] = (value >> (8 * i)) as u8;
    }
    Ok(())
}

/// Says if what the value tells is not the n that there are.
fn agree(field: &str, value: u64, scale: i64, add: i64, n: usize) -> Result<(), String> {
    if value > MAX_VALUE || value as i64 * scale + add != n as i64 {
        return Err(format!("{} is {}, but there are {}", field, value, n));
    }
    Ok(())
}

/// Says if there are not n bytes.
fn size(b: &[u8], n: usize) -> Result<(), String> {
    if b.len() != n {
        return Err(format!("there are {} bytes, not {}", b.len(), n));
    }
    Ok(())
}

/// The number in up to 8 bytes.
fn number(b: &[u8], little: bool) -> u64 {
    let join = |n: u64, &c: &u8| n << 8 | c as u64;
    if little {
        b.iter().rev().fold(0, join)
    } else {
        b.iter().fold(0, join)
    }
}

/// What is taken for a length at most.
const MAX_VALUE: u64 = 1 << 30;

#[cfg(test)]
mod tests {
    use super::*;

    struct Case {
        name: &'static str,
        from: Side,
        /// How what it is begins; nothing if it is of no kind.
        kind: &'static str,
        /// Its end can be told from its bytes.
        splits: bool,
        data: &'static [u8],
    }

    /// The messages of the capture.
    const CASES: &[Case] = &[
        Case {
            name: "1 Request33",
            from: Side::Client,
            kind: "Request33(",
            splits: false,
            data: b"\x06\x01\x00\x21\x42\xe9\x47\xa0\x00\x00\x00\x00\x00\x00\x00\x00",
        },
        Case {
            name: "2 Reply5",
            from: Side::Server,
            kind: "Reply5(",
            splits: false,
            data: b"\
                \x06\x02\x0d\x00\x42\xe9\x47\xa0\x6b\x06\xc0\xb7\x00\x00\x00\x00\
                \x6b\x06\xc0\xb7\x07\x0e\x92\x19\x6e\x74\x70\x00\x00\x00\x00\x00\
                \x7f\x7f\x01\x01\x00\x00\x80\x3f\x7f\xf0\x00\x00\x00\x00\x00\x01\
                \x01\x02\x03\x04\x05\x06\x07\x08\xbe\xef\x00\x01",
        },
        Case {
            name: "3 Request33",
            from: Side::Client,
            kind: "Request33(",
            splits: false,
            data: b"\x06\x01\x00\x21\x42\xe9\x47\xa1\x00\x00\x00\x00\x00\x00\x00\x09",
        },
        Case {
            name: "4 Reply5",
            from: Side::Server,
            kind: "Reply5(",
            splits: false,
            data: b"\
                \x06\x02\x0d\x00\x42\xe9\x47\xa1\x6b\x06\xc0\xb8\x00\x00\x00\x00\
                \x6b\x06\xc0\xb7\x07\x0e\x92\x19\x78\xff\x00\x00\x6a\x75\x6e\x6b\
                \x7f\x7f\x01\x01\x01\x00\x80\x7f\x40\x09\x21\xfb\x54\x44\x2d\x18\
                \x01\x02\x03\x04\x05\x06\x07\x08\xbe\xef\x00\x02",
        },
        Case {
            name: "5 unknown",
            from: Side::Client,
            kind: "",
            splits: false,
            data: b"\x06\x03\x00",
        },
    ];

    /// What is parsed is of the kind it was, and is appended as the same bytes.
    #[test]
    fn parse_and_append() {
        for case in CASES {
            let mut again = Vec::new();
            match parse(case.from, case.data) {
                Ok(message) => {
                    let debug = format!("{:?}", message);
                    assert!(!case.kind.is_empty(), "{} is {}", case.name, debug);
                    assert!(debug.starts_with(case.kind), "{} is {}", case.name, debug);
                    message.append(&mut again).unwrap();
                }
                Err(unknown) => {
                    assert_eq!(case.kind, "", "{}: {}", case.name, unknown);
                    again = unknown.data;
                }
            }
            assert_eq!(again, case.data, "{}", case.name);
        }
    }
}
