// A list of any length. Only the rows in sight have elements.

class VirtualList {
  // box is what scrolls. fill(element, i) makes an element show row i.
  constructor(box, fill) {
    this.box = box;
    this.fill = fill;
    this.count = 0;
    this.slots = [];
    this.rowHeight = parseFloat(getComputedStyle(box).getPropertyValue("--row"));
    this.space = document.createElement("div");
    this.space.className = "space";
    this.space.setAttribute("role", "presentation");
    box.append(this.space);
    box.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.draw()).observe(box);
  }

  // show draws a list of so many rows afresh.
  show(count) {
    this.count = count;
    // Browsers have no boxes of more than some 16 million pixels.
    this.height = Math.min(count * this.rowHeight, 15e6);
    this.space.style.height = `${this.height}px`;
    this.refresh();
  }

  refresh() {
    for (const slot of this.slots) slot.row = -1;
    this.draw();
  }

  // top is how many pixels of all rows are above those in sight. In a very long list a
  // pixel of the scroll bar stands for several.
  top() {
    const hidden = this.height - this.box.clientHeight;
    return hidden <= 0 ? 0 : this.box.scrollTop * (this.count * this.rowHeight - this.box.clientHeight) / hidden;
  }

  draw() {
    const top = this.top();
    const first = Math.max(0, Math.floor(top / this.rowHeight) - 2);
    const wanted = Math.ceil(this.box.clientHeight / this.rowHeight) + 5;
    while (this.slots.length < wanted) this.addSlot();
    const shift = this.box.scrollTop - top;
    const n = this.slots.length;
    for (let i = first; i < first + n; i++) {
      const slot = this.slots[i % n];
      slot.element.hidden = i >= this.count;
      if (i >= this.count) continue;
      slot.element.style.transform = `translateY(${i * this.rowHeight + shift}px)`;
      if (slot.row !== i) {
        slot.row = i;
        this.fill(slot.element, i);
      }
    }
  }

  // addSlot makes room for one more row in sight. Rows find their slots by a remainder,
  // so all are to be drawn anew.
  addSlot() {
    const element = document.createElement("div");
    element.className = "row";
    this.space.append(element);
    this.slots.push({ element, row: -1 });
    for (const slot of this.slots) slot.row = -1;
  }

  // element is that of a row, if it is in sight.
  element(row) { return this.slots.find((slot) => slot.row === row)?.element; }

  // reveal scrolls until a row is in sight.
  reveal(row) {
    const rows = this.count * this.rowHeight, sight = this.box.clientHeight;
    const top = this.top(), at = row * this.rowHeight;
    let wanted = top;
    if (at < top) wanted = at;
    else if (at + this.rowHeight > top + sight) wanted = at + this.rowHeight - sight;
    if (wanted !== top) this.box.scrollTop = wanted * (this.height - sight) / (rows - sight);
    this.draw();
  }
}
