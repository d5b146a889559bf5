// The elements of the rows of messages.

const mark = (text, kind) => ({ text, kind });

// marks are what is out of the ordinary about a message.
function marks(m) {
  const list = [];
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
    conversation: span("conversation"), preview: span("preview"),
  };
  cells.track = span("lane-track");
  cells.arrow = span("arrow");
  cells.track.append(cells.arrow);
  cells.pause = span("pause-note");
  cells.diagram.append(cells.track, cells.pause);
  element.append(cells.time, cells.delta, cells.diagram, span("gutter"), cells.bytes, cells.conversation, cells.preview);
  element.cells = cells;
}

// fillRow shows a row in an element, which showed another before.
function fillRow(element, row, i, lanes, selected) {
  if (!element.cells) makeRow(element);
  const c = element.cells;
  element.id = `row-${i}`;
  element.className = `row columns ${row.kind}`;
  element.setAttribute("role", row.kind === "pause" ? "presentation" : "option");
  element.setAttribute("aria-selected", String(selected));
  element.row = row;
  if (row.kind === "pause") {
    for (const cell of [c.time, c.delta, c.bytes, c.conversation, c.preview]) cell.replaceChildren();
    c.pause.textContent = `${duration(row.seconds)} later`;
    element.removeAttribute("aria-label");
    return;
  }
  const m = row.message;
  element.classList.add(`colour-${m.talk.number % 8}`);
  c.pause.replaceChildren();
  c.time.textContent = clock(m.time);
  c.delta.textContent = i > 0 ? duration(row.delta) : "";
  lanes.place(c.arrow, m, row.kind === "folded");
  c.conversation.replaceChildren(span("number", m.talk.number), span("name", shortName(m.socket)));
  c.conversation.title = m.socket;
  if (row.kind === "folded") {
    const bytes = row.messages.reduce((sum, each) => sum + each.len, 0);
    c.bytes.textContent = size(bytes);
    c.preview.replaceChildren(span("aside", `▸ ${count(row.messages.length, "message")}, folded`));
  } else {
    c.bytes.textContent = size(m.len);
    c.preview.replaceChildren(...marks(m).map(({ text, kind }) => span(`mark ${kind}`, text)), m.len > 0 ? span("payload", preview(m)) : span("aside", "empty"));
  }
  element.setAttribute("aria-label", `${m.sender} to ${m.receiver}, ${m.socket}, ${c.bytes.textContent} bytes, ${c.time.textContent}, ${c.preview.textContent}`);
}

// shortName is the last component of a path.
function shortName(name) {
  return name.startsWith("/") ? name.slice(name.lastIndexOf("/", name.length - 2) + 1) : name;
}
