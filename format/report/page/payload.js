// The bytes of a message. They are decoded only when somebody looks at them.

// binary holds a byte in each character.
function binary(m) { return atob(m.data); }

// runs are the parts of a message that were captured, with bytes, and the holes between
// them, without.
function runs(m) {
  const data = Uint8Array.from(binary(m), (c) => c.charCodeAt(0));
  const list = [];
  let at = 0, taken = 0;
  const take = (end) => {
    if (end > at) list.push({ offset: at, size: end - at, bytes: data.subarray(taken, taken += end - at) });
  };
  for (const hole of m.holes || []) {
    take(hole.offset);
    list.push({ offset: hole.offset, size: hole.len });
    at = hole.offset + hole.len;
  }
  take(m.len);
  return list;
}

const holeNote = (run) => `${count(run.size, "byte")} at offset ${run.offset} not captured`;

function count(n, what) { return `${n.toLocaleString("en")} ${what}${n === 1 ? "" : "s"}`; }

function hexByte(b) { return b.toString(16).padStart(2, "0"); }

// What Go calls printable; all else, control and direction marks too, is escaped.
const unprintable = /[^\p{L}\p{M}\p{N}\p{P}\p{S} \t]/u;

// latin1 is bytes as a string that holds one in each character.
function latin1(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

// escapedText is text as it is, with \xNN for bytes that are not printable UTF-8. A return
// at its end is \r if a line feed follows.
function escapedText(bytes, feedFollows) {
  let out = "";
  for (let at = 0; at < bytes.length;) {
    const size = characterSize(bytes, at);
    const piece = bytes.subarray(at, at + Math.max(size, 1));
    const text = size > 0 ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(piece) : "";
    if (size === 0 || unprintable.test(text)) {
      for (const b of piece) out += b === 0x0d && feedFollows && at + 1 === bytes.length ? "\\r" : "\\x" + hexByte(b);
    } else {
      out += text === "\\" ? "\\\\" : text;
    }
    at += piece.length;
  }
  return out;
}

// characterSize is how many bytes the UTF-8 character there has, 0 if it is none.
function characterSize(bytes, at) {
  const b = bytes[at];
  if (b < 0x80) return 1;
  if (b < 0xc2 || b > 0xf4) return 0;
  const second = bytes[at + 1];
  // Too long a form, half a surrogate pair, or more than Unicode has.
  if (b === 0xe0 && second < 0xa0 || b === 0xed && second > 0x9f || b === 0xf0 && second < 0x90 || b === 0xf4 && second > 0x8f) return 0;
  const size = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
  for (let i = 1; i < size; i++) {
    if ((bytes[at + i] & 0xc0) !== 0x80) return 0;
  }
  return size;
}

// preview is the beginning of a payload on a line, as nodes: text if most of it is, else hex.
// What is not ASCII is never shown as it is, so only a hole looks like one. What a filter has
// found is marked; it begins shortly before the first such if that would be out of sight.
function preview(m, finders) {
  const hits = finders.length > 0 ? findHits(binary(m), finders) : [];
  const far = hits.length > 0 && hits[0].start > 10;
  const first = far ? hits[0].start - 4 : 0;
  const head = far ? binary(m).slice(first, first + 180) : atob(m.data.slice(0, 240)); // 4 characters hold 3 bytes
  const text = head.replace(/[\r\n\t]/g, "");
  const show = text.replace(/[^\x20-\x7e]/g, "").length >= 0.75 * text.length
    ? (piece) => piece.replace(/[^\x20-\x7e]+/g, "·")
    : (piece) => Array.from(piece, (c) => hexByte(c.charCodeAt(0))).join(" ");
  const between = show("  ") === "  " ? "" : " ";
  const nodes = far ? [node("…", false)] : [];
  let at = 0, taken = 0; // in the message, in its data
  for (const hole of [...m.holes || [], { offset: m.len, len: 0 }]) {
    const end = taken + hole.offset - at;
    cut(Math.max(taken, first), Math.min(end, first + head.length), hits).forEach((piece, i) => {
      if (i > 0 && between) nodes.push(node(between, false));
      nodes.push(node(show(head.slice(piece.start - first, piece.end - first)), piece.hit));
    });
    if (end > first + head.length) return [...nodes, node("…", false)];
    if (hole.len > 0 && end >= first) nodes.push(node(" ▨ ", false));
    taken = end;
    at = hole.offset + hole.len;
  }
  return nodes;
}
