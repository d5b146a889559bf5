// Reads the block of lines that holds the capture. Each line is an object, as
// docs/json.md describes it: a message, what else happened, what there is to say of a process,
// or a loss. What happened is a message without bytes here, that says it in words (told).

// readCapture returns messages, conversations and losses. The block of a file that was
// cut short has no end, and perhaps half a line. Lines of others may stand in between, as of a
// program that wrote to the same file: they are counted.
function readCapture(text, hasEnd) {
  const capture = { messages: [], conversations: [], losses: [], about: new Map(), foreign: 0, cutShort: !hasEnd };
  const conversations = new Map();
  const unfinished = new Map();
  for (let start = 0; start < text.length;) {
    let end = text.indexOf("\n", start);
    if (end < 0) end = text.length;
    const line = text.slice(start, end);
    start = end + 1;
    if (line === "") continue;
    let entry;
    try {
      entry = JSON.parse(line.replace(exactInode, '"inode":"$1"'));
    } catch {
      if (hasEnd || start < text.length) capture.foreign++; // else it is half a line
      continue;
    }
    if (!isOurs(entry)) {
      capture.foreign++;
      continue;
    }
    if (entry.loss !== undefined) {
      capture.losses.push(entry);
      continue;
    }
    if (entry.process !== undefined) {
      capture.about.set(processName(entry.process), entry.process);
      continue;
    }
    if (entry.no_turns !== undefined) {
      noTurns(conversations.get(entry.no_turns), entry);
      continue;
    }
    addMessage(capture, conversations, entry);
    linkPieces(unfinished, entry);
  }
  // What a process did first may stand before what there is to say of it.
  for (const m of capture.messages) {
    for (const end of [m.from, m.to]) end.about ??= capture.about.get(processName(end));
  }
  return capture;
}

// isOurs tells what a line of the capture holds from other JSON.
function isOurs(entry) {
  const message = entry?.from !== undefined && entry.to !== undefined;
  return message || entry?.loss !== undefined || entry?.process?.comm !== undefined || entry?.no_turns !== undefined;
}

// Numbers of inodes may have more digits than JavaScript's numbers keep. In a string of
// the line there is no such match, as its quotes are escaped.
const exactInode = /"inode":(\d{16,})/g;

// addMessage completes a message by what follows from it.
function addMessage(capture, conversations, m) {
  m.index = capture.messages.length;
  capture.messages.push(m);
  m.sender = processName(m.from);
  m.receiver = processName(m.to);
  for (const end of [m.from, m.to]) end.about = capture.about.get(processName(end));
  m.socket = m.to.name || m.from.name || "(unnamed)";
  m.place = placeOf(m.to.name ? m.to : m.from);
  m.at = seconds(m.time, capture.messages[0].time);
  let c = conversations.get(m.conversation);
  if (c === undefined) {
    c = { id: m.conversation, number: conversations.size + 1, socket: m.socket, place: m.place, type: m.type,
      messages: [], all: [], bytes: 0, processes: new Set(), folded: false };
    conversations.set(c.id, c);
    capture.conversations.push(c);
  }
  if (m.event === undefined) {
    answer(c, m);
    c.messages.push(m);
  } else {
    happened(c, m);
  }
  c.all.push(m);
  c.bytes += m.len;
  c.processes.add(m.sender).add(m.receiver);
  m.talk = c;
}

// answer tells which side of a conversation a message is from and, of the first that the
// server sends after the client did, how long it took: from the end of what the client said.
// The server is the end that is bound to a name or, if that says nothing, that receives first;
// the client's inode number is known from the beginning on. Where they turn out not to take
// turns, a line at the end says so.
function answer(c, m) {
  if (c.client === undefined) c.client = (m.from.name && !m.to.name ? m.to : m.from).inode ?? 0;
  m.fromServer = (m.from.inode ?? 0) !== c.client;
  if (m.type === "stream" && m.len === 0) return; // nobody sees it
  if (m.fromServer && c.asked !== undefined) m.took = Math.max(0, m.at - c.asked);
  c.asked = m.fromServer ? undefined : m.at;
}

// happened completes what is no message. Without another end, it is between a process and
// itself.
function happened(c, m) {
  Object.assign(m, { len: 0, captured: 0, data: "", told: wordsOf(m) });
  m.fromServer = c.client === undefined ? m.event === "accept" : (m.from.inode ?? 0) !== c.client;
  if (Object.keys(m.to).length === 1) m.receiver = m.sender; // all that it has is what is known of its process
}

// wordsOf are those of a header line.
function wordsOf(m) {
  const failed = m.error ? `: ${m.error}` : "";
  switch (m.event) {
    case "refused": return `send refused${failed}, ${count(m.offered, "byte")} offered`;
    case "shutdown": return `shutdown ${m.how}`;
    case "close": return m.first ? "close first" : "close";
  }
  return failed ? `${m.event} failed${failed}` : m.event;
}

// noTurns takes back how long answers took from where on client and server do not take turns.
function noTurns(c, { first, why }) {
  if (c === undefined) return; // its messages were cut off
  c.noTurns = why;
  let number = 0; // of the send
  for (const m of c.messages) {
    if (m.before === undefined) number++;
    if (number >= first) m.took = undefined;
  }
}

// linkPieces finds the piece that came before, if a send that blocked came in several.
function linkPieces(unfinished, m) {
  const key = (offset) => [m.conversation, m.from.inode, m.from.tid, offset].join(" ");
  const offset = m.offset || 0;
  if (offset > 0) {
    const before = unfinished.get(key(offset));
    if (before !== undefined) {
      unfinished.delete(key(offset));
      m.before = before;
      before.after = m;
    }
  }
  if (m.more) unfinished.set(key(offset + m.len), m);
}

// placeOf is what the socket of an end is called, and where its file is if that is known to
// be elsewhere.
function placeOf(end) {
  if (!end.name) return "(unnamed)";
  return end.path ? `${end.name} (${end.path})` : end.name;
}

// processName is what a process is called. Where it is not known, its socket's name
// tells it from others.
function processName(end) {
  if (end.pid || end.comm) return `${end.comm || "?"}[${end.pid || "?"}]`;
  return end.name ? `? ${end.name}` : "?";
}

// seconds is the time between two, which have up to nine digits of a second.
function seconds(time, since) {
  const whole = (Date.parse(time.slice(0, 19) + "Z") - Date.parse(since.slice(0, 19) + "Z")) / 1000;
  return whole + Number("0" + fraction(time)) - Number("0" + fraction(since));
}

function fraction(time) { return time.slice(19, -1); } // "" or .123

// clock is the local time of day to the microsecond.
function clock(time) {
  const local = new Date(time.slice(0, 19) + "Z");
  const two = (n) => String(n).padStart(2, "0");
  const digits = (fraction(time) + ".").slice(1).replace(".", "").padEnd(6, "0").slice(0, 6);
  return `${two(local.getHours())}:${two(local.getMinutes())}:${two(local.getSeconds())}.${digits}`;
}
