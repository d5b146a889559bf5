// The payload of the selected message, in hex and as text. Lines are made when they come
// in sight, so that a message of many megabytes opens at once.

class HexDump {
  constructor(box) {
    this.list = new VirtualList(box, (element, i) => this.fill(element, i));
    this.blocks = [];
  }

  show(list) {
    let first = 0;
    this.blocks = list.map((run) => {
      const block = { run, first, lines: run.bytes ? Math.ceil(run.size / 16) : 1 };
      first += block.lines;
      return block;
    });
    this.list.box.scrollTop = 0;
    this.list.show(first);
  }

  fill(element, i) {
    const { run, first } = this.blocks.findLast((block) => block.first <= i);
    element.className = run.bytes ? "row" : "row hole";
    if (!run.bytes) {
      element.textContent = holeNote(run);
      return;
    }
    const at = (i - first) * 16;
    const line = Array.from(run.bytes.subarray(at, at + 16));
    const gap = (i) => i === 0 ? "" : i === 8 ? "  " : " "; // before a byte
    const digits = span("digits"), ascii = span("ascii");
    for (const piece of cut(at, at + line.length, run.hits)) {
      const start = piece.start - at, bytes = line.slice(start, piece.end - at);
      digits.append(gap(start), node(bytes.map((b, i) => (i > 0 ? gap(start + i) : "") + hexByte(b)).join(""), piece.hit));
      ascii.append(node(bytes.map((b) => b < 0x20 || b > 0x7e ? "." : String.fromCharCode(b)).join(""), piece.hit));
    }
    digits.append("".padEnd(48 - digits.textContent.length));
    element.replaceChildren(span("offset", (run.offset + at).toString(16).padStart(4, "0")), digits, ascii);
  }
}

class TextDump {
  constructor(box) {
    this.list = new VirtualList(box, (element, i) => this.fill(element, i));
    this.runs = [];
    this.lines = [];
    new ResizeObserver(() => this.columns() !== this.broken && this.show(this.runs)).observe(box);
  }

  // columns is how many characters fit in a line.
  columns() { return Math.max(20, Math.floor((this.list.box.clientWidth - 24) / 7.3)); }

  show(list) {
    this.runs = list;
    this.broken = this.columns();
    this.lines = list.flatMap((run) => run.bytes ? this.split(run) : [{ hole: run }]);
    this.list.box.scrollTop = 0;
    this.list.show(this.lines.length);
  }

  // split finds where lines end. Long ones are broken, between characters.
  split({ bytes, hits }) {
    const lines = [];
    for (let at = 0, goesOn = false; at < bytes.length;) {
      let end = at;
      for (let room = this.broken; end < bytes.length && bytes[end] !== 0x0a;) {
        const size = characterSize(bytes, end);
        room -= size === 0 || bytes[end] < 0x20 || bytes[end] === 0x7f ? 4 : size > 2 ? 2 : 1;
        if (room < 0 && end > at) break;
        end += size || 1;
      }
      const line = { bytes, start: at, end, hits, goesOn, feed: bytes[end] === 0x0a };
      lines.push(line);
      goesOn = !line.feed;
      at = goesOn ? end : end + 1;
    }
    return lines;
  }

  fill(element, i) {
    const line = this.lines[i];
    element.className = line.hole ? "row hole" : line.goesOn ? "row goes-on" : "row";
    element.replaceChildren(...line.hole ? [node(holeNote(line.hole), false)]
      : cut(line.start, line.end, line.hits).map(({ start, end, hit }) => node(escapedText(line.bytes.subarray(start, end), line.feed && end === line.end), hit)));
  }
}
