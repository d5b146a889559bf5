package rust

import (
	"bytes"
	"strings"
)

// helpers are functions that the others call: each is written if one does.
var helpers = []struct{ name, text string }{
	{"put_number", `
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
`},
	{"fits", `
/// Says if what the value tells is not the n that there are.
fn fits(field: &str, value: u64, scale: i64, add: i64, n: usize) -> Result<(), String> {
    if value > MAX_VALUE || (value as i64 * scale + add).max(0) != n as i64 {
        return Err(format!("{} has {}, but {} is said", field, n, value));
    }
    Ok(())
}
`},
	{"last_only", `
/// Says if an element is the last one and does not say so, or the other way round.
fn last_only(field: &str, said: bool, last: bool) -> Result<(), String> {
    if said != last {
        return Err(format!("just the last element of {} has to end it", field));
    }
    Ok(())
}
`},
	{"agree", `
/// Says if what the value tells is not the n that there are.
fn agree(field: &str, value: u64, scale: i64, add: i64, n: usize) -> Result<(), String> {
    if value > MAX_VALUE || value as i64 * scale + add != n as i64 {
        return Err(format!("{} is {}, but there are {}", field, value, n));
    }
    Ok(())
}
`},
	{"measure", `
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
`},
	{"elements", `
/// How many elements the value gives the field.
fn elements(field: &str, value: u64, add: i64) -> Result<usize, String> {
    if value > MAX_ELEMENTS || value as i64 + add < 0 {
        return Err(format!("{} gives no number of {}", value, field));
    }
    Ok((value as i64 + add) as usize)
}
`},
	{"rest", `
/// How many bytes are left at an offset, but for those behind.
fn rest(b: &[u8], at: usize, behind: usize, field: &str) -> Result<usize, String> {
    need(b, at, 0, behind, field)?;
    Ok(b.len() - behind - at)
}
`},
	{"find", `
/// How many bytes the field at an offset has up to an end, and with it.
fn find(b: &[u8], at: usize, behind: usize, field: &str, end: u8) -> Result<usize, String> {
    need(b, at, 0, behind, field)?;
    match b[at..b.len() - behind].iter().position(|&c| c == end) {
        Some(n) => Ok(n + 1),
        None => Err(format!("nothing ends {}, which begins at {}", field, at)),
    }
}
`},
	{"need", `
/// Says if there are not n bytes at an offset for the field, but for those behind.
fn need(b: &[u8], at: usize, n: usize, behind: usize, field: &str) -> Result<(), String> {
    if at + n + behind > b.len() {
        return Err(format!("too few bytes at {} for {}", at, field));
    }
    Ok(())
}
`},
	{"length", `
/// What is taken for the length of a message, if it can be one.
fn length(n: i64) -> Result<Option<usize>, String> {
    if n < 1 || n > MAX_VALUE as i64 {
        return Err(format!("{} is no length of a message", n));
    }
    Ok(Some(n as usize))
}
`},
	{"size", `
/// Says if there are not n bytes.
fn size(b: &[u8], n: usize) -> Result<(), String> {
    if b.len() != n {
        return Err(format!("there are {} bytes, not {}", b.len(), n));
    }
    Ok(())
}
`},
	{"number", `
/// The number in up to 8 bytes.
fn number(b: &[u8], little: bool) -> u64 {
    let join = |n: u64, &c: &u8| n << 8 | c as u64;
    if little {
        b.iter().rev().fold(0, join)
    } else {
        b.iter().fold(0, join)
    }
}
`},
	{"append_until", `
/// Appends a field and the byte that ends it.
fn append_until(out: &mut Vec<u8>, field: &str, data: &[u8], end: u8) -> Result<(), String> {
    if data.contains(&end) {
        return Err(format!("{} has {:#04x}, which ends it", field, end));
    }
    out.extend_from_slice(data);
    out.push(end);
    Ok(())
}
`},
	{"append_padding", `
/// Appends n bytes: the data if that are so many, else zeros.
fn append_padding(out: &mut Vec<u8>, n: usize, data: &[u8]) {
    if data.len() == n {
        out.extend_from_slice(data);
    } else {
        out.resize(out.len() + n, 0);
    }
}
`},
	{"unless_zero", `
/// The bytes, or none if they are zeros.
fn unless_zero(b: &[u8]) -> Vec<u8> {
    if b.iter().all(|&c| c == 0) {
        return Vec::new();
    }
    b.to_vec()
}
`},
	{"zero_if", `
/// The value, or 0 if it is the one that stands for nothing.
fn zero_if(nothing: u64, value: u64) -> u64 {
    if value == nothing {
        return 0;
    }
    value
}
`},
	{"only_if", `
/// The value if it is true, or not, that what was asked is among these, else 0.
fn only_if(is: bool, value: u64, asked: u64, these: &[u64]) -> u64 {
    if these.contains(&asked) == is {
        return value;
    }
    0
}
`},
	{"MAX_VALUE", `
/// What is taken for a length at most.
const MAX_VALUE: u64 = 1 << 30;
`},
	{"MAX_ELEMENTS", `
/// What is taken for a number of elements at most.
const MAX_ELEMENTS: u64 = 1 << 16;
`},
}

// helpers writes those that are used.
func (s *source) helpers() {
	for _, h := range helpers {
		if calls(s.Bytes(), h.name) {
			s.WriteString(h.text)
		}
	}
}

// calls reports whether code calls a function, or has a constant, of this name.
func calls(body []byte, name string) bool {
	after := "("
	if strings.HasPrefix(name, "MAX_") {
		after = ""
	}
	for line := range bytes.Lines(body) {
		line = bytes.TrimSpace(line)
		for at := 0; !bytes.HasPrefix(line, []byte("//")); {
			i := bytes.Index(line[at:], []byte(name+after))
			if i < 0 {
				break
			}
			if at += i; at == 0 || strings.IndexByte("abcdefghijklmnopqrstuvwxyz0123456789_.:", line[at-1]) < 0 {
				return true
			}
			at++
		}
	}
	return false
}
