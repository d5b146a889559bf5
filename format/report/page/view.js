// What of the capture is shown, and which row is selected.

class View {
  constructor(capture) {
    this.capture = capture;
    this.filter = document.getElementById("filter");
    this.error = document.getElementById("filter-error");
    this.rows = [];
    this.found = { names: [], payload: [] }; // what finds the terms of the filter
    this.slowest = document.getElementById("slowest");
    this.slowest.addEventListener("click", () => this.sort(this.slowest.getAttribute("aria-pressed") !== "true"));
    this.selected = -1;
    this.details = new Details();
    this.conversations = new ConversationList(capture.conversations, () => this.build(), (c) => this.toggleFilter(`conversation:${c.number}`));
    this.lanes = new Lanes(document.getElementById("lanes"), document.getElementById("sideways"), (name) => this.toggleFilter(`process:"${name}"`));
    this.list = new VirtualList(document.getElementById("rows"), (element, i) => fillRow(element, this.rows[i], i, this.lanes, i === this.selected, this.found));
    this.plot = new Plot(capture, (m) => this.goTo(m), (from, to) => this.keepTo(from, to));
    this.lanes.changed = () => this.list.refresh();
    this.filter.addEventListener("input", () => this.build());
    listenToKeys(this);
    listenToPointer(this);
    this.build();
    this.list.box.focus();
  }

  // toggleFilter shows what fits, or everything if just that was shown.
  toggleFilter(text) {
    this.filter.value = this.filter.value === text ? "" : text;
    this.build();
  }

  // sort has the slowest answers first, or messages by time.
  sort(slowestFirst) {
    this.slowest.setAttribute("aria-pressed", String(slowestFirst));
    this.build();
    if (slowestFirst) this.select(this.next(-1, 1));
  }

  // build finds out what is to be shown. What was selected stays so if it is there.
  build() {
    try {
      this.found = parseFilter(this.filter.value);
    } catch (e) {
      this.error.textContent = e.message;
      this.error.hidden = false;
      this.filter.setAttribute("aria-invalid", "true");
      return;
    }
    this.error.hidden = true;
    this.filter.removeAttribute("aria-invalid");
    const all = this.capture.messages;
    const before = this.rows[this.selected]?.message;
    const { shown, rows } = buildRows(all, this.found.fits, this.slowest.getAttribute("aria-pressed") === "true");
    this.rows = rows;
    this.selected = -1;
    document.getElementById("shown").textContent =
      shown.length === all.length ? "" : `${shown.length.toLocaleString("en")} of ${all.length.toLocaleString("en")}`;
    this.list.count = rows.length; // before the lanes have it drawn
    this.lanes.show(shown, this.found.names);
    this.list.show(rows.length);
    this.plot.show(shown);
    const kept = rows.findIndex((row) => before && (row.message === before || row.messages?.includes(before)));
    this.select(kept >= 0 ? kept : this.next(-1, 1));
  }

  // goTo selects a message that is shown.
  goTo(m) { this.select(this.rows.findIndex((row) => row.message === m || row.messages?.includes(m))); }

  // keepTo has the filter keep to a span of time, in place of one that it has.
  keepTo(from, to) {
    const rest = this.filter.value.replace(/(^|\s)at[<>]=?\S+/g, "").trim();
    this.filter.value = `${rest.includes("|") || /\bOR\b/.test(rest) ? `(${rest})` : rest} at>=${from.toFixed(9)}s at<=${to.toFixed(9)}s`.trim();
    this.build();
  }

  // next is the row so many steps from another that can be selected, or the last such.
  next(from, steps) {
    const way = Math.sign(steps);
    let found = from;
    for (let i = from + way, left = Math.abs(steps); left > 0 && i >= 0 && i < this.rows.length; i += way) {
      if (this.rows[i].kind === "pause") continue;
      found = i;
      left--;
    }
    return found;
  }

  select(i) {
    const before = this.selected;
    this.selected = i;
    const row = this.rows[i];
    this.details.show(row, this.found.payload);
    this.plot.select(row?.message);
    if (row === undefined) {
      this.list.box.removeAttribute("aria-activedescendant");
      return;
    }
    this.lanes.reveal(row.message);
    this.list.reveal(i);
    for (const changed of [before, i]) this.list.element(changed)?.setAttribute("aria-selected", String(changed === i));
    this.list.box.setAttribute("aria-activedescendant", `row-${i}`);
  }

  fold(folded) {
    const row = this.rows[this.selected];
    if (row) this.conversations.fold(row.talk, folded);
  }
}
