// The pane below: what is known of the selected message, its bytes, and copies of them.

class Details {
  constructor() {
    this.facts = document.getElementById("facts");
    this.hex = new HexDump(document.getElementById("hex"));
    this.text = new TextDump(document.getElementById("text"));
    this.buttons = document.querySelectorAll("#copy button[data-language]");
    this.asText = document.getElementById("as-text");
    this.dialogue = new Dialogue(document.getElementById("dialogue"));
    this.asText.addEventListener("click", () => this.dialogue.show(this.row.talk));
    this.copied = document.getElementById("copied");
    for (const button of this.buttons) {
      button.addEventListener("click", () => this.copy(button.dataset.language, button.textContent));
    }
    this.show(undefined);
  }

  // show takes a row, or undefined if none is selected, and what finds hits in payloads.
  show(row, finders = []) {
    this.row = row;
    this.message = row?.kind === "message" ? row.message : undefined;
    this.copied.textContent = "";
    for (const button of this.buttons) button.disabled = !this.message || Boolean(this.message.told);
    this.asText.disabled = !row;
    const list = this.message ? runs(this.message) : [];
    for (const run of list) {
      const filtered = run.bytes && finders.length > 0 ? findHits(latin1(run.bytes), finders) : [];
      run.hits = withoutOverlaps([...filtered, ...searchHits(this.message, run)]);
    }
    this.hex.show(list);
    this.text.show(list);
    this.facts.scrollTop = 0;
    this.facts.replaceChildren(this.factList(this.message ? facts(this.message) : row ? conversationFacts(row) : []));
  }

  factList(pairs) {
    const list = document.createElement("dl");
    for (const [term, value, kind] of pairs) {
      const dt = document.createElement("dt"), dd = document.createElement("dd");
      dt.textContent = term;
      dd.textContent = value;
      if (kind) dd.className = kind;
      list.append(dt, dd);
    }
    return list;
  }

  async copy(language, name) {
    const copied = await copyText(languages[language](this.message));
    this.copied.textContent = copied ? `copied as ${name}` : "";
  }
}
