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
    const half = (bytes) => bytes.map(hexByte).join(" ").padEnd(23);
    const ascii = line.map((b) => b < 0x20 || b > 0x7e ? "." : String.fromCharCode(b)).join("");
    element.replaceChildren(
      span("offset", (run.offset + at).toString(16).padStart(4, "0")),
      span("digits", `${half(line.slice(0, 8))}  ${half(line.slice(8))}`),
      span("ascii", ascii));
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
    this.lines = list.flatMap((run) => run.bytes ? this.split(run.bytes) : [{ hole: run }]);
    this.list.box.scrollTop = 0;
    this.list.show(this.lines.length);
  }

  // split finds where lines end. Long ones are broken, between characters.
  split(bytes) {
    const lines = [];
    for (let at = 0, goesOn = false; at < bytes.length;) {
      let end = at;
      for (let room = this.broken; end < bytes.length && bytes[end] !== 0x0a;) {
        const size = characterSize(bytes, end);
        room -= size === 0 || bytes[end] < 0x20 || bytes[end] === 0x7f ? 4 : size > 2 ? 2 : 1;
        if (room < 0 && end > at) break;
        end += size || 1;
      }
      lines.push({ bytes: bytes.subarray(at, end), goesOn });
      goesOn = bytes[end] !== 0x0a;
      at = goesOn ? end : end + 1;
    }
    return lines;
  }

  fill(element, i) {
    const line = this.lines[i];
    element.className = line.hole ? "row hole" : line.goesOn ? "row goes-on" : "row";
    element.textContent = line.hole ? holeNote(line.hole) : escapedText(line.bytes);
  }
}
