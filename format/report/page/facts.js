// What is known of the selected message beside its bytes, as pairs of a term and a value.

const sendFlags = [[1, "OOB"], [0x4, "DONTROUTE"], [0x40, "DONTWAIT"], [0x80, "EOR"], [0x800, "CONFIRM"], [0x4000, "NOSIGNAL"], [0x8000, "MORE"]];

function facts(m) {
  const list = [
    m.told ? ["Event", `${m.told}, ${clock(m.time)}`] : ["Message", `${m.seq}, ${clock(m.time)}`],
    ["UTC", m.time],
    ["From", endFacts(m.from, m.sender)],
    ...aboutFacts(m.from, "Sender’s"),
    ["To", endFacts(m.to, m.receiver)],
    ...aboutFacts(m.to, "Receiver’s"),
    ["Socket", `${m.type} ${m.place}`],
    ["Conversation", `${m.talk.number} (${m.talk.id})`],
    m.told ? ["Bytes", "none, as it is no message"] : ["Bytes", m.captured === m.len ? m.len.toLocaleString("en") : `${m.len.toLocaleString("en")}, of which ${m.captured.toLocaleString("en")} captured`],
  ];
  for (const { protocol, text } of m.decoded || []) list.push([protocol, text]);
  for (const hole of m.holes || []) list.push(["Hole", holeNote({ size: hole.len, offset: hole.offset }), "bad"]);
  if (m.unreadable) list.push(["Unreadable", `${count(m.unreadable, "byte")}: their pages could not be read`, "bad"]);
  if (m.dropped) list.push(["Dropped", `${count(m.dropped, "byte")}: a ring was full`, "bad"]);
  if (m.took !== undefined) list.push(["Took", `${duration(m.took)} from the end of the request`]);
  if (m.talk.noTurns) list.push(["Turns", `not taken, or not to the end: ${m.talk.noTurns}`]);
  if (m.late) list.push(["Late", "newer messages came before it", "bad"]);
  if (m.offset || m.more) list.push(...pieceFacts(m));
  if (m.flags) list.push(["Flags", flagNames(m.flags)]);
  for (const fd of m.fds || []) {
    list.push(["Descriptor", descriptor(fd)]);
    if (fd.content) list.push([`Content of ${fd.fd}`, textOf(fd.content)]);
    if (fd.gone) list.push([`Content of ${fd.fd}`, "what is in it could not be read", "bad"]);
  }
  if (m.cred) list.push(["Credentials", `pid ${m.cred.pid}, uid ${m.cred.uid}, gid ${m.cred.gid}`]);
  return list;
}

function endFacts(end, name) {
  const words = [name];
  if (end.tid) words.push(`thread ${end.tid}`);
  if (end.uid !== undefined) words.push(`uid ${end.uid}`);
  if (end.inode) words.push(`inode ${end.inode}`);
  if (end.name && (end.pid || end.comm)) words.push(placeOf(end));
  return words.join(", ");
}

// aboutFacts are what else is known of the process at an end.
function aboutFacts({ about }, whose) {
  if (about === undefined) return [];
  const list = [];
  if (about.cmd) list.push([`${whose} command`, about.cmd.join(" ")]);
  if (about.exe) list.push([`${whose} program`, about.exe]);
  if (about.parent) list.push([`${whose} parent`, processName(about.parent)]);
  if (about.container) list.push([`${whose} container`, [about.container.runtime, about.container.name].filter(Boolean).join(" ")]);
  return list;
}

// pieceFacts tell where in its send a piece is.
function pieceFacts(m) {
  const offset = m.offset || 0;
  const list = [["Piece", `bytes ${offset} to ${offset + m.len} of a send that blocked or is long`]];
  if (m.before) list.push(["Before it", `message ${m.before.seq}`]);
  else if (offset) list.push(["Before it", "not captured: it begins in the middle", "bad"]);
  if (m.after) list.push(["Behind it", `message ${m.after.seq}`]);
  else if (m.more) list.push(["Behind it", "not captured, or nothing more went", "bad"]);
  return list;
}

function flagNames(flags) {
  const names = [];
  let rest = flags;
  for (const [bit, name] of sendFlags) {
    if (flags & bit) {
      names.push(`MSG_${name}`);
      rest &= ~bit;
    }
  }
  if (rest) names.push(`0x${(rest >>> 0).toString(16)}`);
  return names.join(" ");
}

function descriptor(fd) {
  const words = [fd.fd, fd.kind];
  if (fd.name) words.push(fd.name);
  if (fd.inode) words.push(`inode ${fd.inode}`);
  if (fd.size !== undefined) words.push(count(fd.size, "byte"));
  return words.join(", ");
}

// longestContent is how many bytes of a passed file are shown.
const longestContent = 4096

// textOf is the beginning of bytes in base64, as text where they are ASCII.
function textOf(base64) {
  const bytes = atob(base64);
  const text = Array.from(bytes.slice(0, longestContent), (c) => (c >= " " && c <= "~" && c !== "\\" ? c : c === "\n" ? "\n" : `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`)).join("");
  return bytes.length > longestContent ? `${text}…` : text;
}

// conversationFacts are those of a folded row.
function conversationFacts(row) {
  const c = row.talk;
  return [
    ["Conversation", `${c.number} (${c.id})`],
    ["Socket", `${c.type} ${c.place}`],
    ["Between", Array.from(c.processes).join(", ")],
    ["Messages", row.messages.length === c.messages.length ? c.messages.length.toLocaleString("en") : `${row.messages.length} of ${c.messages.length} fit the filter`],
    ["Bytes", c.bytes.toLocaleString("en")],
    ["Folded", "Enter or a double click unfolds it"],
  ];
}
