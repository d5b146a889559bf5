// The sequence diagram: a lane for each process that takes part in what is shown, in the
// order in which they first did, and the arrows of messages between lanes.

class Lanes {
  constructor(head, sideways, onChoose) {
    this.head = head;
    this.track = head.querySelector(".lane-track");
    this.sideways = sideways;
    this.onChoose = onChoose;
    this.processes = new Map(); // to the number of the lane
    sideways.addEventListener("scroll", () => this.shift(), { passive: true });
    new ResizeObserver(() => this.layOut()).observe(head);
  }

  // show makes lanes for the processes of these messages, with what is found of their names.
  show(messages, finders) {
    this.processes = new Map();
    const about = new Map();
    for (const m of messages) {
      for (const [name, end] of [[m.sender, m.from], [m.receiver, m.to]]) {
        if (!this.processes.has(name)) this.processes.set(name, this.processes.size);
        about.set(name, about.get(name) ?? end.about);
      }
    }
    this.track.replaceChildren(...Array.from(this.processes.keys(), (name) => this.label(name, about.get(name), finders)));
    this.layOut();
  }

  label(name, about, finders) {
    const label = document.createElement("button");
    label.type = "button";
    label.className = "lane";
    const text = document.createElement("bdi");
    text.append(...markedName(name, finders));
    label.append(text);
    label.title = [name, ...aboutFacts({ about }, "Its").map(([term, value]) => `${term}: ${value}`)].join("\n");
    label.addEventListener("click", () => this.onChoose(name));
    return label;
  }

  // layOut gives all lanes the same width, as there is room; labels of narrow ones slant.
  layOut() {
    const n = this.processes.size || 1;
    const narrowest = 22, widest = 190;
    const longest = Math.max(0, ...Array.from(this.processes.keys(), (name) => Math.min(name.length, 24)));
    const fitting = (room) => Math.max(narrowest, Math.min(widest, Math.floor(room / n)));
    this.width = fitting(this.head.clientWidth);
    const slanted = longest * 7.3 > this.width - 8;
    const overhang = slanted ? longest * 4.4 : 0; // of the last label
    if (slanted) this.width = fitting(this.head.clientWidth - overhang);
    const style = document.documentElement.style;
    style.setProperty("--lane", `${this.width}px`);
    style.setProperty("--lanes", `${Math.floor(n * this.width + overhang)}px`);
    style.setProperty("--lifelines", `${n * this.width}px`);
    style.setProperty("--slant", `${Math.round(longest * 5 + 16)}px`);
    document.getElementById("messages").classList.toggle("slanted", slanted);
    this.shift();
    this.changed?.();
  }

  shift() { document.documentElement.style.setProperty("--shift", `${-this.sideways.scrollLeft}px`); }

  middle(name) { return (this.processes.get(name) + 0.5) * this.width; }

  // place puts an arrow between two lanes.
  place(arrow, m, bothWays) {
    const from = this.middle(m.sender), to = this.middle(m.receiver);
    arrow.classList.toggle("to-left", to < from);
    arrow.classList.toggle("to-itself", to === from);
    arrow.classList.toggle("both-ways", bothWays);
    arrow.style.left = `${Math.min(from, to)}px`;
    arrow.style.width = to === from ? "" : `${Math.abs(to - from)}px`;
  }

  // reveal scrolls until an arrow is in sight.
  reveal(m) {
    const ends = [this.middle(m.sender), this.middle(m.receiver)];
    const left = Math.min(...ends) - this.width / 2, right = Math.max(...ends) + this.width / 2;
    const sight = this.head.clientWidth;
    if (left < this.sideways.scrollLeft) this.sideways.scrollLeft = left;
    else if (right > this.sideways.scrollLeft + sight) this.sideways.scrollLeft = Math.min(left, right - sight);
  }
}
