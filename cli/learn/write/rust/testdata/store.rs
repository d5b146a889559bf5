//! The stream messages of the socket @store, as unixsnoop learned them from 11 messages
//! of 1 conversation.

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
    Put(Put),
    Set(Set),
    Get(Get),
    Poll(Poll),
    Line(Line),
}

impl Message {
    /// Appends the bytes of the message. It fails if they can't tell what the message
    /// holds, as when a text is longer than its length can say.
    pub fn append(&self, out: &mut Vec<u8>) -> Result<(), String> {
        match self {
            Message::Put(m) => m.append(out),
            Message::Set(m) => m.append(out),
            Message::Get(m) => m.append(out),
            Message::Poll(m) => m.append(out),
            Message::Line(m) => m.append(out),
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
            if b.len() >= 1 && b[0] == 0x50 && is(b, Put::parse, Message::Put, read) {
                return;
            }
            if b.len() >= 1 && b[0] == 0x53 && is(b, Set::parse, Message::Set, read) {
                return;
            }
            if b.len() >= 1 && b[0] == 0x47 && is(b, Get::parse, Message::Get, read) {
                return;
            }
            if b.len() >= 1 && b[0] == 0x51 && is(b, Poll::parse, Message::Poll, read) {
                return;
            }
        }
        Side::Server => {
            is(b, Line::parse, Message::Line, read);
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

/// A message from the client, seen twice, 23 to 57 bytes. It is told by 80 (0x50) at
/// offset 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Put {
    // At offset 0, 1 byte: kind. Append writes it: always 50.
    // At offset 1, 2 bytes, little-endian: length of rest. Append writes it: the length
    // of what follows.
    // At offset 3, 3 bytes, big-endian: length. Append writes it: the length of key.
    /// At offset 6, as long as size says: text.
    pub key: Vec<u8>,
    /// Behind the field before it, up to a multiple of 4: padding.
    pub pad: Vec<u8>,
    /// Behind the field before it, up to a byte 0x00: text.
    pub path: Vec<u8>,
    // Behind the field before it, 1 byte: count. Append writes it: the number of elements
    // of points.
    /// Behind the field before it, 1 byte: length.
    pub width: u8,
    /// Behind the field before it, as many as count says: array.
    pub points: Vec<PutPoints>,
    // Behind the field before it, 1 byte: length. Append writes it: the length of groups.
    /// Behind the field before it, 1 byte: flags.
    pub flags: u8,
    /// Behind the field before it, as long as extra says: array.
    pub groups: Vec<PutGroups>,
    /// Behind the field before it: record.
    pub header: PutHeader,
    /// Behind the field before it: tlv.
    pub options: Vec<PutOptions>,
    /// 2 bytes before the end, 2 bytes, big-endian: checksum sum-16.
    pub sum: u16,
}

impl Put {
    fn parse(b: &[u8]) -> Result<Put, String> {
        need(b, 0, 6, 0, "kind")?;
        agree("length", number(&b[1..3], true), 1, 0, b.len() - 3)?;
        let n1 = number(&b[3..6], false);
        let mut at = 6;
        let n2 = measure(b, at, 0, "key", n1, 1, -1)?;
        agree("size2", n1, 1, -1, n2)?;
        let key = b[at..at + n2].to_vec();
        at += n2;
        let n3 = (4 - at % 4) % 4;
        need(b, at, n3, 0, "pad")?;
        let pad = unless_zero(&b[at..at + n3]);
        at += n3;
        let n4 = find(b, at, 0, "path", 0x00)?;
        let path = b[at..at + n4 - 1].to_vec();
        at += n4;
        need(b, at, 2, 0, "count")?;
        let n5 = number(&b[at..at + 1], false);
        let n6 = number(&b[at + 1..at + 2], false);
        let width = b[at + 1];
        at += 2;
        let mut points = Vec::new();
        let n7 = elements("points", n5, 0)?;
        for _ in 0..n7 {
            let e8 = &mut points;
            need(b, at, 2, 0, "x")?;
            let x = u16::from_le_bytes(b[at..at + 2].try_into().unwrap());
            at += 2;
            let n9 = measure(b, at, 0, "label", n6, 1, 0)?;
            let label = b[at..at + n9].to_vec();
            at += n9;
            e8.push(PutPoints { x, label });
        }
        need(b, at, 2, 0, "extra")?;
        let n10 = number(&b[at..at + 1], false);
        let n11 = number(&b[at + 1..at + 2], false);
        let flags = b[at + 1];
        at += 2;
        let n12 = measure(b, at, 0, "groups", n10, 1, 0)?;
        let groups = {
            let b = &b[at..at + n12];
            let mut at = 0;
            let mut groups = Vec::new();
            while at < b.len() {
                let e13 = &mut groups;
                need(b, at, 1, 0, "size2")?;
                let n14 = number(&b[at..at + 1], false);
                let size2 = b[at];
                at += 1;
                let n15 = measure(b, at, 0, "marks", n14, 1, -1)?;
                let marks = {
                    let b = &b[at..at + n15];
                    let mut at = 0;
                    let mut marks = Vec::new();
                    while at < b.len() {
                        let e16 = &mut marks;
                        need(b, at, 1, 0, "type2")?;
                        let type2 = b[at];
                        at += 1;
                        let n17 = (2 - at % 2) % 2;
                        need(b, at, n17, 0, "pad")?;
                        let pad = unless_zero(&b[at..at + n17]);
                        at += n17;
                        let n18 = find(b, at, 0, "text", 0x00)?;
                        let text = b[at..at + n18 - 1].to_vec();
                        at += n18;
                        e16.push(PutGroupsMarks { type2, pad, text });
                    }
                    size(b, at)?;
                    marks
                };
                at += n15;
                let n19 = measure(b, at, 0, "more", only_if(true, n14, n11, &[0x1, 0x2]), 1, 0)?;
                let more = b[at..at + n19].to_vec();
                at += n19;
                need(b, at, 2, 0, "tail")?;
                let tail = u16::from_be_bytes(b[at..at + 2].try_into().unwrap());
                at += 2;
                e13.push(PutGroups {
                    size2,
                    marks,
                    more,
                    tail,
                });
            }
            size(b, at)?;
            groups
        };
        at += n12;
        need(b, at, 8, 0, "header")?;
        let header = {
            let a = u32::from_be_bytes(b[at..at + 4].try_into().unwrap());
            let b2 = f32::from_be_bytes(b[at + 4..at + 8].try_into().unwrap());
            PutHeader { a, b2 }
        };
        at += 8;
        let mut options = Vec::new();
        while at + 2 < b.len() {
            let e20 = &mut options;
            need(b, at, 2, 2, "type2")?;
            let type2 = b[at];
            let n21 = number(&b[at + 1..at + 2], false);
            at += 2;
            let n22 = measure(b, at, 2, "value", n21, 1, 0)?;
            let value = b[at..at + n22].to_vec();
            at += n22;
            e20.push(PutOptions { type2, value });
        }
        need(b, at, 2, 0, "sum")?;
        let sum = u16::from_be_bytes(b[at..at + 2].try_into().unwrap());
        size(b, at + 2)?;
        Ok(Put {
            key,
            pad,
            path,
            width,
            points,
            flags,
            groups,
            header,
            options,
            sum,
        })
    }

    /// Appends the bytes of the message.
    #[allow(unused_variables)]
    pub fn append(&self, out: &mut Vec<u8>) -> Result<(), String> {
        let start = out.len();
        out.extend_from_slice(&[0x50]);
        let at23 = out.len();
        out.extend_from_slice(&[0; 2]);
        let at24 = out.len();
        out.extend_from_slice(&[0; 3]);
        put_number(
            &mut out[at24..at24 + 3],
            false,
            "size2",
            self.key.len(),
            1,
            -1,
        )?;
        out.extend_from_slice(&self.key);
        let n25 = (4 - (out.len() - start) % 4) % 4;
        append_padding(out, n25, &self.pad);
        append_until(out, "path", &self.path, 0x00)?;
        let at26 = out.len();
        out.extend_from_slice(&[0; 1]);
        put_number(
            &mut out[at26..at26 + 1],
            false,
            "count",
            self.points.len(),
            1,
            0,
        )?;
        out.push(self.width);
        let n27 = number(&out[out.len() - 1..], false);
        for e28 in &self.points {
            out.extend_from_slice(&e28.x.to_le_bytes());
            fits("label", n27, 1, 0, e28.label.len())?;
            out.extend_from_slice(&e28.label);
        }
        let at29 = out.len();
        out.extend_from_slice(&[0; 1]);
        out.push(self.flags);
        let n30 = number(&out[out.len() - 1..], false);
        {
            let start = out.len();
            for e31 in &self.groups {
                out.push(e31.size2);
                let n32 = number(&out[out.len() - 1..], false);
                {
                    let start = out.len();
                    for e33 in &e31.marks {
                        out.push(e33.type2);
                        let n34 = (2 - (out.len() - start) % 2) % 2;
                        append_padding(out, n34, &e33.pad);
                        append_until(out, "text", &e33.text, 0x00)?;
                    }
                    let n35 = out.len() - start;
                    fits("marks", n32, 1, -1, n35)?;
                }
                fits(
                    "more",
                    only_if(true, n32, n30, &[0x1, 0x2]),
                    1,
                    0,
                    e31.more.len(),
                )?;
                out.extend_from_slice(&e31.more);
                out.extend_from_slice(&e31.tail.to_be_bytes());
            }
            let n36 = out.len() - start;
            put_number(&mut out[at29..at29 + 1], false, "extra", n36, 1, 0)?;
        }
        out.extend_from_slice(&self.header.a.to_be_bytes());
        out.extend_from_slice(&self.header.b2.to_be_bytes());
        for e37 in &self.options {
            out.push(e37.type2);
            let at38 = out.len();
            out.extend_from_slice(&[0; 1]);
            put_number(
                &mut out[at38..at38 + 1],
                false,
                "length",
                e37.value.len(),
                1,
                0,
            )?;
            out.extend_from_slice(&e37.value);
        }
        out.extend_from_slice(&self.sum.to_be_bytes());
        let n39 = out.len() - at23 - 2;
        put_number(&mut out[at23..at23 + 2], true, "length", n39, 1, 0)?;
        Ok(())
    }
}

/// What points is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct PutPoints {
    /// At offset 0, 2 bytes, little-endian: integer.
    pub x: u16,
    /// At offset 2, as long as width says: bytes.
    pub label: Vec<u8>,
}

/// What groups is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct PutGroups {
    /// At offset 0, 1 byte: length.
    pub size2: u8,
    /// At offset 1, as long as size says: tlv.
    pub marks: Vec<PutGroupsMarks>,
    /// Behind the field before it, as long as size says, where flags is 0x1, 0x2: bytes.
    pub more: Vec<u8>,
    /// Behind the field before it, 2 bytes, big-endian: integer.
    pub tail: u16,
}

/// What marks is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct PutGroupsMarks {
    /// At offset 0, 1 byte: enum.
    pub type2: u8,
    /// At offset 1, up to a multiple of 2: padding.
    pub pad: Vec<u8>,
    /// Behind the field before it, up to a byte 0x00: text.
    pub text: Vec<u8>,
}

/// What header is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct PutHeader {
    /// At offset 0, 4 bytes, big-endian: integer.
    pub a: u32,
    /// At offset 4, 4 bytes, big-endian: float.
    pub b2: f32,
}

/// What options is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct PutOptions {
    /// At offset 0, 1 byte: enum.
    pub type2: u8,
    // At offset 1, 1 byte: length. Append writes it: the length of value.
    /// At offset 2, as long as length says: bytes.
    pub value: Vec<u8>,
}

/// A message from the client, seen once, 14 bytes. It is told by 83 (0x53) at offset 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    // At offset 0, 1 byte: kind. Append writes it: always 53.
    // At offset 1, 2 bytes, little-endian: length of rest. Append writes it: the length
    // of what follows.
    /// At offset 3, up to one of which type is 0x0: array.
    pub values: Vec<SetValues>,
}

impl Set {
    fn parse(b: &[u8]) -> Result<Set, String> {
        need(b, 0, 3, 0, "kind")?;
        agree("length", number(&b[1..3], true), 1, 0, b.len() - 3)?;
        let mut at = 3;
        let mut values = Vec::new();
        loop {
            let e40 = &mut values;
            need(b, at, 1, 0, "type2")?;
            let n41 = number(&b[at..at + 1], false);
            let type2 = b[at];
            at += 1;
            let mut type_01 = Vec::new();
            if only_if(true, 1, n41, &[0x1]) > 0 {
                let e42 = &mut type_01;
                need(b, at, 4, 0, "number2")?;
                let number2 = u32::from_be_bytes(b[at..at + 4].try_into().unwrap());
                at += 4;
                e42.push(SetValuesType01 { number2 });
            }
            let mut type_02 = Vec::new();
            if only_if(true, 1, n41, &[0x2]) > 0 {
                let e43 = &mut type_02;
                need(b, at, 1, 0, "length")?;
                let n44 = number(&b[at..at + 1], false);
                at += 1;
                let n45 = measure(b, at, 0, "text", n44, 1, 0)?;
                let text = b[at..at + n45].to_vec();
                at += n45;
                e43.push(SetValuesType02 { text });
            }
            e40.push(SetValues {
                type2,
                type_01,
                type_02,
            });
            if only_if(true, 1, n41, &[0x0]) > 0 {
                break;
            }
        }
        size(b, at)?;
        Ok(Set { values })
    }

    /// Appends the bytes of the message.
    #[allow(unused_variables)]
    pub fn append(&self, out: &mut Vec<u8>) -> Result<(), String> {
        let start = out.len();
        out.extend_from_slice(&[0x53]);
        let at46 = out.len();
        out.extend_from_slice(&[0; 2]);
        for (i48, e47) in self.values.iter().enumerate() {
            out.push(e47.type2);
            let n49 = number(&out[out.len() - 1..], false);
            fits(
                "type_01",
                only_if(true, 1, n49, &[0x1]),
                1,
                0,
                e47.type_01.len(),
            )?;
            for e50 in &e47.type_01 {
                out.extend_from_slice(&e50.number2.to_be_bytes());
            }
            fits(
                "type_02",
                only_if(true, 1, n49, &[0x2]),
                1,
                0,
                e47.type_02.len(),
            )?;
            for e51 in &e47.type_02 {
                let at52 = out.len();
                out.extend_from_slice(&[0; 1]);
                put_number(
                    &mut out[at52..at52 + 1],
                    false,
                    "length",
                    e51.text.len(),
                    1,
                    0,
                )?;
                out.extend_from_slice(&e51.text);
            }
            last_only(
                "values",
                only_if(true, 1, n49, &[0x0]) > 0,
                i48 + 1 == self.values.len(),
            )?;
        }
        last_only("values", true, !self.values.is_empty())?;
        let n53 = out.len() - at46 - 2;
        put_number(&mut out[at46..at46 + 2], true, "length", n53, 1, 0)?;
        Ok(())
    }
}

/// What values is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct SetValues {
    /// At offset 0, 1 byte: enum.
    pub type2: u8,
    /// At offset 1, where type is 0x1: array.
    pub type_01: Vec<SetValuesType01>,
    /// Behind the field before it, where type is 0x2: array.
    pub type_02: Vec<SetValuesType02>,
}

/// What type_01 is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct SetValuesType01 {
    /// At offset 0, 4 bytes, big-endian: integer.
    pub number2: u32,
}

/// What type_02 is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct SetValuesType02 {
    // At offset 0, 1 byte: length. Append writes it: the length of text.
    /// At offset 1, as long as length says: text.
    pub text: Vec<u8>,
}

/// A message from the client, seen twice, 4 to 8 bytes. It is told by 71 (0x47) at offset
/// 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Get {
    // At offset 0, 1 byte: kind. Append writes it: always 47.
    // At offset 1, 2 bytes, little-endian: length. Append writes it: the length of key.
    /// At offset 3, as long as length says: text.
    pub key: Vec<u8>,
}

impl Get {
    fn parse(b: &[u8]) -> Result<Get, String> {
        need(b, 0, 3, 0, "kind")?;
        let n54 = number(&b[1..3], true);
        let mut at = 3;
        let n55 = measure(b, at, 0, "key", n54, 1, 0)?;
        let key = b[at..at + n55].to_vec();
        at += n55;
        size(b, at)?;
        Ok(Get { key })
    }

    /// Appends the bytes of the message.
    #[allow(unused_variables)]
    pub fn append(&self, out: &mut Vec<u8>) -> Result<(), String> {
        let start = out.len();
        out.extend_from_slice(&[0x47]);
        let at56 = out.len();
        out.extend_from_slice(&[0; 2]);
        put_number(
            &mut out[at56..at56 + 2],
            true,
            "length",
            self.key.len(),
            1,
            0,
        )?;
        out.extend_from_slice(&self.key);
        Ok(())
    }
}

/// A message from the client, seen once, 3 bytes. It is told by 81 (0x51) at offset 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Poll {
    // At offset 0, 1 byte: kind. Append writes it: always 51.
    /// At offset 1, 2 bytes, big-endian: random.
    pub token: u16,
}

impl Poll {
    fn parse(b: &[u8]) -> Result<Poll, String> {
        size(b, 3)?;
        let token = u16::from_be_bytes(b[1..3].try_into().unwrap());
        Ok(Poll { token })
    }

    /// Appends the bytes of the message.
    #[allow(unused_variables)]
    pub fn append(&self, out: &mut Vec<u8>) -> Result<(), String> {
        let start = out.len();
        out.extend_from_slice(&[0x51]);
        out.extend_from_slice(&self.token.to_be_bytes());
        Ok(())
    }
}

/// A message from the server, seen 5 times, 2 to 7 bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// At offset 0, up to the last 2 bytes: text.
    pub text: Vec<u8>,
    /// 2 bytes before the end, 2 bytes: constant.
    pub end: [u8; 2],
}

impl Line {
    fn parse(b: &[u8]) -> Result<Line, String> {
        let mut at = 0;
        let n57 = rest(b, at, 2, "text")?;
        let text = b[at..at + n57].to_vec();
        at += n57;
        need(b, at, 2, 0, "end")?;
        let end: [u8; 2] = b[at..at + 2].try_into().unwrap();
        size(b, at + 2)?;
        Ok(Line { text, end })
    }

    /// Appends the bytes of the message.
    #[allow(unused_variables)]
    pub fn append(&self, out: &mut Vec<u8>) -> Result<(), String> {
        let start = out.len();
        out.extend_from_slice(&self.text);
        out.extend_from_slice(&self.end);
        Ok(())
    }
}

/// Where the first message ends in what a side sends on a stream: none if more bytes of it
/// are needed.
pub fn message_end(from: Side, data: &[u8]) -> Result<Option<usize>, String> {
    match from {
        Side::Client => {
            // Every conversation parses to its end.
            if data.len() < 3 {
                return Ok(None);
            }
            let mut n = number(&data[1..3], true).min(MAX_VALUE) as i64;
            let kind = data[0];
            if kind != 71 && kind != 80 && kind != 83 && kind != 88 {
                n = 0; // these have no length
            }
            n = n * 1 + (3);
            length(n)
        }
        Side::Server => {
            let end = [0x0d, 0x0a];
            let at = data.windows(2).position(|w| w == end);
            Ok(at.map(|at| at + 2))
        }
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
fn fits(field: &str, value: u64, scale: i64, add: i64, n: usize) -> Result<(), String> {
    if value > MAX_VALUE || (value as i64 * scale + add).max(0) != n as i64 {
        return Err(format!("{} has {}, but {} is said", field, n, value));
    }
    Ok(())
}

/// Says if an element is the last one and does not say so, or the other way round.
fn last_only(field: &str, said: bool, last: bool) -> Result<(), String> {
    if said != last {
        return Err(format!("just the last element of {} has to end it", field));
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

/// How many bytes the value gives the field at an offset, if these are there.
fn measure(
    b: &[u8],
    at: usize,
    behind: usize,
    field: &str,
    value: u64,
    scale: i64,
    add: i64,
) -> Result<usize, String> {
    if value > MAX_VALUE {
        return Err(format!("{} gives no length of {}", value, field));
    }
    let n = (value as i64 * scale + add).max(0) as usize;
    need(b, at, n, behind, field)?;
    Ok(n)
}

/// How many elements the value gives the field.
fn elements(field: &str, value: u64, add: i64) -> Result<usize, String> {
    if value > MAX_ELEMENTS || value as i64 + add < 0 {
        return Err(format!("{} gives no number of {}", value, field));
    }
    Ok((value as i64 + add) as usize)
}

/// How many bytes are left at an offset, but for those behind.
fn rest(b: &[u8], at: usize, behind: usize, field: &str) -> Result<usize, String> {
    need(b, at, 0, behind, field)?;
    Ok(b.len() - behind - at)
}

/// How many bytes the field at an offset has up to an end, and with it.
fn find(b: &[u8], at: usize, behind: usize, field: &str, end: u8) -> Result<usize, String> {
    need(b, at, 0, behind, field)?;
    match b[at..b.len() - behind].iter().position(|&c| c == end) {
        Some(n) => Ok(n + 1),
        None => Err(format!("nothing ends {}, which begins at {}", field, at)),
    }
}

/// Says if there are not n bytes at an offset for the field, but for those behind.
fn need(b: &[u8], at: usize, n: usize, behind: usize, field: &str) -> Result<(), String> {
    if at + n + behind > b.len() {
        return Err(format!("too few bytes at {} for {}", at, field));
    }
    Ok(())
}

/// What is taken for the length of a message, if it can be one.
fn length(n: i64) -> Result<Option<usize>, String> {
    if n < 1 || n > MAX_VALUE as i64 {
        return Err(format!("{} is no length of a message", n));
    }
    Ok(Some(n as usize))
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

/// Appends a field and the byte that ends it.
fn append_until(out: &mut Vec<u8>, field: &str, data: &[u8], end: u8) -> Result<(), String> {
    if data.contains(&end) {
        return Err(format!("{} has {:#04x}, which ends it", field, end));
    }
    out.extend_from_slice(data);
    out.push(end);
    Ok(())
}

/// Appends n bytes: the data if that are so many, else zeros.
fn append_padding(out: &mut Vec<u8>, n: usize, data: &[u8]) {
    if data.len() == n {
        out.extend_from_slice(data);
    } else {
        out.resize(out.len() + n, 0);
    }
}

/// The bytes, or none if they are zeros.
fn unless_zero(b: &[u8]) -> Vec<u8> {
    if b.iter().all(|&c| c == 0) {
        return Vec::new();
    }
    b.to_vec()
}

/// The value if it is true, or not, that what was asked is among these, else 0.
fn only_if(is: bool, value: u64, asked: u64, these: &[u64]) -> u64 {
    if these.contains(&asked) == is {
        return value;
    }
    0
}

/// What is taken for a length at most.
const MAX_VALUE: u64 = 1 << 30;

/// What is taken for a number of elements at most.
const MAX_ELEMENTS: u64 = 1 << 16;

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
            name: "1 Put",
            from: Side::Client,
            kind: "Put(",
            splits: true,
            data: b"\
                \x50\x36\x00\x00\x00\x06\x63\x6f\x6c\x6f\x72\x00\x2f\x61\x2f\x62\
                \x00\x02\x01\x01\x00\x41\x02\x00\x42\x0e\x05\x09\x01\x00\x68\x69\
                \x00\x02\x78\x00\x12\x34\x01\x00\x07\x00\x00\x00\x07\x3f\x80\x00\
                \x00\x01\x02\x68\x69\x02\x00\x12\x34",
        },
        Case {
            name: "2 Line",
            from: Side::Server,
            kind: "Line(",
            splits: true,
            data: b"\x4f\x4b\x0d\x0a",
        },
        Case {
            name: "3 Get",
            from: Side::Client,
            kind: "Get(",
            splits: true,
            data: b"\x47\x05\x00\x63\x6f\x6c\x6f\x72",
        },
        Case {
            name: "4 Line",
            from: Side::Server,
            kind: "Line(",
            splits: true,
            data: b"\x0d\x0a",
        },
        Case {
            name: "5 Put",
            from: Side::Client,
            kind: "Put(",
            splits: true,
            data: b"\
                \x50\x14\x00\x00\x00\x01\xaa\xbb\x00\x00\x00\x00\x01\x00\x00\x00\
                \x07\x00\x00\x00\x00\x12\x34",
        },
        Case {
            name: "6 Line",
            from: Side::Server,
            kind: "Line(",
            splits: true,
            data: b"\x67\x72\x65\x65\x6e\x0d\x0a",
        },
        Case {
            name: "7 unknown",
            from: Side::Client,
            kind: "",
            splits: true,
            data: b"\x58\x01\x00\x3f",
        },
        Case {
            name: "8 Line",
            from: Side::Server,
            kind: "Line(",
            splits: true,
            data: b"\x6c\x69\x6e\x65\x0d\x0a",
        },
        Case {
            name: "9 Set",
            from: Side::Client,
            kind: "Set(",
            splits: true,
            data: b"\x53\x0b\x00\x02\x03\x72\x65\x64\x01\x00\x00\x01\x00\x00",
        },
        Case {
            name: "10 Line",
            from: Side::Server,
            kind: "Line(",
            splits: true,
            data: b"\x0d\x0a",
        },
        Case {
            name: "11 Poll",
            from: Side::Client,
            kind: "Poll(",
            splits: true,
            data: b"\x51\xff\x07",
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

    /// Messages end where they did.
    #[test]
    fn ends() {
        for case in CASES.iter().filter(|case| case.splits) {
            let mut stream = case.data.to_vec();
            stream.extend_from_slice(case.data);
            let end = message_end(case.from, &stream);
            assert_eq!(end, Ok(Some(case.data.len())), "{}", case.name);
        }
    }
}
