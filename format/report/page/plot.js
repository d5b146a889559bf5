// The plot: how long each answer took, and how many bytes went each way, over time. It shows
// what the filter leaves, all of it from the left to the right. A click goes to the message
// that is nearest; what is dragged over becomes the filter.

const plotMargin = { left: 58, right: 12, top: 8, between: 20, bottom: 18 }; // pixels
const barWidth = 4;

class Plot {
  // onSelect(m) goes to a message, onRange(from, to) shows seconds from the start alone.
  constructor(capture, onSelect, onRange) {
    this.pane = document.getElementById("plot");
    this.canvas = this.pane.querySelector("canvas");
    this.mark = this.pane.querySelector(".plot-mark");
    this.range = this.pane.querySelector(".plot-range");
    this.told = this.pane.querySelector("output");
    this.onSelect = onSelect;
    this.onRange = onRange;
    this.shown = [];
    const without = capture.conversations.filter((c) => c.noTurns).length;
    this.pane.querySelector(".plot-without").textContent = without === 0 ? "" :
      `${count(without, "conversation")} ${without === 1 ? "has" : "have"} no answers, be it from some message on, as client and server do not take turns.`;
    this.toggle = document.getElementById("toggle-plot");
    this.toggle.addEventListener("click", () => {
      this.pane.hidden = !this.pane.hidden;
      this.toggle.setAttribute("aria-expanded", String(!this.pane.hidden));
      this.draw();
    });
    new ResizeObserver(() => requestAnimationFrame(() => this.draw())).observe(this.canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    this.listen();
  }

  // show has these messages, in their order.
  show(messages) {
    this.shown = messages;
    this.draw();
  }

  // select marks a message.
  select(m) {
    this.selected = m;
    this.placeMark();
  }

  draw() {
    if (this.pane.hidden || this.canvas.clientWidth === 0) return;
    this.measure();
    const ratio = window.devicePixelRatio;
    this.canvas.width = Math.round(this.width * ratio);
    this.canvas.height = Math.round(this.height * ratio);
    const pen = this.canvas.getContext("2d");
    pen.scale(ratio, ratio);
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--${name}`);
    pen.font = "11px system-ui, sans-serif";
    this.drawScales(pen, colour("line"), colour("soft"));
    pen.fillStyle = colour("talk-4");
    for (const b of this.bars) if (b) this.drawBar(pen, b, 0, b.sent[0]);
    pen.fillStyle = colour("talk-6");
    for (const b of this.bars) if (b) this.drawBar(pen, b, b.sent[0], b.sent[1]);
    for (const m of this.answers) {
      pen.fillStyle = colour(`talk-${m.talk.number % 8}`);
      pen.fillRect(this.x(m.at) - 1.5, this.y(m.took) - 1.5, 3, 3);
    }
    this.placeMark();
  }

  // measure finds out what is where.
  measure() {
    this.width = this.canvas.clientWidth;
    this.height = this.canvas.clientHeight;
    const half = (this.height - plotMargin.top - plotMargin.between - plotMargin.bottom) / 2;
    this.upper = { top: plotMargin.top, bottom: plotMargin.top + half };
    this.lower = { top: this.upper.bottom + plotMargin.between, bottom: this.height - plotMargin.bottom };
    this.from = Infinity;
    this.to = -Infinity;
    for (const m of this.shown) {
      this.from = Math.min(this.from, m.at);
      this.to = Math.max(this.to, m.at);
    }
    if (this.shown.length === 0) this.from = this.to = 0;
    if (this.to === this.from) this.to = this.from + 1e-6;
    this.answers = this.shown.filter((m) => m.took !== undefined);
    const took = this.answers.reduce((ends, m) => [Math.min(ends[0], m.took), Math.max(ends[1], m.took)], [Infinity, 0]);
    this.least = Math.floor(Math.log10(Math.max(took[0], 1e-6)));
    this.most = Math.max(this.least + 1, Math.ceil(Math.log10(Math.max(took[1], 1e-6))));
    if (this.answers.length === 0) [this.least, this.most] = [-3, -2];
    this.bars = [];
    for (const m of this.shown) {
      const i = Math.floor((this.x(m.at) - plotMargin.left) / barWidth);
      this.bars[i] ??= { i, first: m, sent: [0, 0] };
      this.bars[i].sent[m.fromServer ? 1 : 0] += m.len;
    }
    this.mostBytes = this.bars.reduce((most, b) => Math.max(most, b.sent[0] + b.sent[1]), 1);
  }

  x(at) {
    const room = this.width - plotMargin.left - plotMargin.right;
    return plotMargin.left + (at - this.from) / (this.to - this.from) * room;
  }

  // at is the time at a place.
  at(x) {
    const room = this.width - plotMargin.left - plotMargin.right;
    return this.from + Math.max(0, Math.min(1, (x - plotMargin.left) / room)) * (this.to - this.from);
  }

  y(took) {
    const part = (Math.log10(Math.max(took, 1e-6)) - this.least) / (this.most - this.least);
    return this.upper.bottom - part * (this.upper.bottom - this.upper.top);
  }

  drawBar(pen, bar, below, bytes) {
    const scale = (this.lower.bottom - this.lower.top) / this.mostBytes;
    pen.fillRect(plotMargin.left + bar.i * barWidth, this.lower.bottom - (below + bytes) * scale, barWidth - 1, bytes * scale);
  }

  drawScales(pen, line, ink) {
    const right = this.width - plotMargin.right;
    const rule = (y, label) => {
      pen.fillStyle = line;
      pen.fillRect(plotMargin.left, Math.round(y), right - plotMargin.left, 1);
      pen.fillStyle = ink;
      pen.textAlign = "right";
      pen.textBaseline = "middle";
      pen.fillText(label, plotMargin.left - 6, y);
    };
    const step = Math.ceil((this.most - this.least) / Math.max(1, Math.floor((this.upper.bottom - this.upper.top) / 14)));
    for (let e = this.least; e <= this.most; e += step) rule(this.y(10 ** e), duration(10 ** e));
    rule(this.lower.top, `${size(this.mostBytes)}B`);
    rule(this.lower.bottom, "0");
    pen.textBaseline = "top";
    for (const [part, align] of [[0, "left"], [0.5, "center"], [1, "right"]]) {
      pen.textAlign = align;
      const at = this.from + part * (this.to - this.from);
      pen.fillText(duration(at), plotMargin.left + part * (right - plotMargin.left), this.lower.bottom + 4);
    }
  }

  placeMark() {
    const m = this.selected;
    this.mark.hidden = this.pane.hidden || m === undefined || this.shown.length === 0 || m.at < this.from || m.at > this.to;
    this.told.textContent = m === undefined ? "" : `${m.told ?? `message ${m.seq}`}, ${duration(m.at)} after the first: ${count(m.len, "byte")}${m.took === undefined ? "" : `, an answer that took ${duration(m.took)}`}`;
    if (this.mark.hidden) return;
    this.mark.style.left = `${this.x(m.at)}px`;
    this.mark.style.top = `${m.took === undefined ? this.lower.bottom : this.y(m.took)}px`;
  }

  // nearest is the answer that is nearest to a place, or the first message of the bar there.
  nearest(x, y) {
    if (y > (this.upper.bottom + this.lower.top) / 2 || this.answers.length === 0) {
      const i = Math.floor((x - plotMargin.left) / barWidth);
      const distance = (b) => Math.abs(b.i - i);
      return this.bars.filter((b) => b).reduce((best, b) => best && distance(best) <= distance(b) ? best : b, undefined)?.first;
    }
    const distance = (m) => (this.x(m.at) - x) ** 2 + (this.y(m.took) - y) ** 2;
    return this.answers.reduce((best, m) => distance(best) <= distance(m) ? best : m);
  }

  listen() {
    let start;
    const place = (event) => {
      const box = this.canvas.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    const stretch = (from, to) => {
      this.range.hidden = Math.abs(to - from) < barWidth;
      this.range.style.left = `${Math.min(from, to)}px`;
      this.range.style.width = `${Math.abs(to - from)}px`;
    };
    this.canvas.addEventListener("pointerdown", (event) => {
      start = place(event);
      this.canvas.setPointerCapture(event.pointerId);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (start) stretch(start.x, place(event).x);
    });
    this.canvas.addEventListener("pointercancel", () => {
      start = undefined;
      this.range.hidden = true;
    });
    this.canvas.addEventListener("pointerup", (event) => {
      const from = start, to = place(event), dragged = !this.range.hidden;
      start = undefined;
      this.range.hidden = true;
      if (dragged) this.onRange(...[this.at(from.x), this.at(to.x)].sort((a, b) => a - b));
      else if (from && this.shown.length > 0) this.onSelect(this.nearest(to.x, to.y));
    });
    this.canvas.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (way === undefined) return;
      event.preventDefault();
      const list = this.answers?.length > 0 ? this.answers : this.shown;
      const now = list.indexOf(this.selected);
      // From a message that is no answer, on to the one next to it.
      const next = now >= 0 ? now + way : way > 0 ? list.findIndex((m) => m.index > (this.selected?.index ?? -1)) :
        list.findLastIndex((m) => m.index < (this.selected?.index ?? -1));
      if (list[next]) this.onSelect(list[next]);
    });
  }
}
