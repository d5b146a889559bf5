// The elements of the rows of messages.

const mark = (text, kind) => ({ text, kind });

// marks are what is out of the ordinary about a message.
function marks(m) {
  const list = [];
  if (m.told) list.push(mark(m.told, m.error ? "bad" : ""));
  if (m.captured < m.len) list.push(mark(`${size(m.len - m.captured)} missing`, "bad"));
  if (m.offset && !m.before) list.push(mark("begins in the middle", "bad"));
  else if (m.offset) list.push(mark(`from ${m.offset}`, ""));
  if (m.more) list.push(mark("so far", ""));
  if (m.late) list.push(mark("late", "bad"));
  if (m.flags & 1) list.push(mark("out-of-band", ""));
  if (m.fds) list.push(mark(m.fds.length === 1 ? "1 fd" : `${m.fds.length} fds`, ""));
  if (m.cred) list.push(mark("cred", ""));
  return list;
}

function span(className, text) {
  const element = document.createElement("span");
  element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

// makeRow gives an element what all kinds of rows have.
function makeRow(element) {
  const cells = {
    time: span("time"), delta: span("delta"), diagram: span("lane-window"), bytes: span("bytes"),
    conversation: span("conversation"), preview: span("preview"), took: span("took"), who: span("unseen"),
  };
  cells.track = span("lane-track");
  cells.arrow = span("arrow");
  cells.track.append(cells.arrow);
  cells.pause = span("pause-note");
  cells.diagram.append(cells.track, cells.pause);
  cells.diagram.append(cells.who);
  element.append(cells.time, cells.delta, cells.diagram, span("gutter"), cells.took, cells.bytes, cells.conversation, cells.preview);
  element.cells = cells;
}

// fillRow shows a row in an element, which showed another before. Its name for who can't see
// it is its text, of which the diagram has the part that is not to be seen.
function fillRow(element, row, i, lanes, selected, found) {
  if (!element.cells) makeRow(element);
  const c = element.cells;
  element.id = `row-${i}`;
  element.className = `row columns ${row.kind}`;
  element.setAttribute("role", row.kind === "pause" ? "presentation" : "option");
  element.row = row;
  if (row.kind === "pause") {
    element.removeAttribute("aria-selected");
    for (const cell of [c.time, c.delta, c.who, c.took, c.bytes, c.conversation, c.preview]) cell.replaceChildren();
    c.pause.textContent = `${duration(row.seconds)} later`;
    return;
  }
  element.setAttribute("aria-selected", String(selected));
  const m = row.message;
  element.classList.add(`colour-${m.talk.number % 8}`);
  c.pause.replaceChildren();
  c.time.textContent = clock(m.time);
  c.delta.textContent = i > 0 && row.delta !== undefined ? duration(row.delta) : "";
  c.who.textContent = `${m.sender} to ${m.receiver}`;
  c.took.textContent = row.took === undefined ? "" : duration(row.took);
  lanes.place(c.arrow, m, row.kind === "folded");
  c.conversation.replaceChildren(span("number", m.talk.number), marked("name", shortName(m.socket), found.names));
  c.conversation.title = m.place;
  if (row.kind === "folded") {
    const bytes = row.messages.reduce((sum, each) => sum + each.len, 0);
    c.bytes.textContent = size(bytes);
    c.preview.replaceChildren(span("aside", `▸ ${count(row.messages.length, "message")}, folded`));
  } else {
    c.bytes.textContent = m.told ? "" : size(m.len);
    c.preview.replaceChildren(...marks(m).map(({ text, kind }) => span(`mark ${kind}`, text)), ...payloadOf(m, found));
  }
}

// payloadOf is what a message says, if that is known and no filter has to be shown to have
// found something in its bytes, else their beginning. What is no message says nothing.
function payloadOf(m, found) {
  if (m.told) return [];
  if (m.len === 0) return [span("aside", "empty")];
  const element = span("payload");
  if (m.decoded && found.payload.length === 0) element.textContent = m.decoded.map(({ protocol, text }) => `${protocol} ${text}`).join("  ");
  else element.append(...preview(m, found.payload));
  return [element];
}

// marked is a span of a name with what was found of it marked.
function marked(className, name, finders) {
  const element = span(className);
  element.append(...markedName(name, finders));
  return element;
}

// shortName is the last component of a path.
function shortName(name) {
  return name.startsWith("/") ? name.slice(name.lastIndexOf("/", name.length - 2) + 1) : name;
}
