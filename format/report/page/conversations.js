// The list of conversations: which there are, which are folded.

class ConversationList {
  // onFold is called after conversations were folded or unfolded, onChoose(c) to show one
  // alone.
  constructor(conversations, onFold, onChoose) {
    this.conversations = conversations;
    this.onFold = onFold;
    this.onChoose = onChoose;
    this.list = new VirtualList(document.getElementById("conversations-list"), (element, i) => this.fill(element, conversations[i]));
    document.getElementById("fold-all").addEventListener("click", () => this.foldAll(true));
    document.getElementById("unfold-all").addEventListener("click", () => this.foldAll(false));
    this.list.show(conversations.length);
  }

  fold(c, folded) {
    if (c.folded === folded) return;
    c.folded = folded;
    this.list.refresh();
    this.onFold();
  }

  foldAll(folded) {
    for (const c of this.conversations) c.folded = folded;
    this.list.refresh();
    this.onFold();
  }

  fill(element, c) {
    const fold = document.createElement("button");
    fold.type = "button";
    fold.className = "fold";
    fold.textContent = c.folded ? "▸" : "▾";
    fold.setAttribute("aria-expanded", String(!c.folded));
    fold.setAttribute("aria-label", `${c.folded ? "Unfold" : "Fold"} conversation ${c.number}`);
    fold.addEventListener("click", () => this.fold(c, !c.folded));
    const choose = document.createElement("button");
    choose.type = "button";
    choose.className = "choose";
    choose.title = `${c.place}\nShow conversation ${c.number} alone`;
    choose.append(span("number", c.number), span("name", nameEnd(c.socket)),
      span("who", Array.from(c.processes).join(" ")), span("amount", `${c.messages.length.toLocaleString("en")} · ${size(c.bytes)}B`));
    choose.addEventListener("click", () => this.onChoose(c));
    element.className = `row colour-${c.number % 8}${c.folded ? " is-folded" : ""}`;
    element.setAttribute("role", "listitem");
    element.replaceChildren(fold, choose);
  }
}

// nameEnd is the end of a long name, which says most.
function nameEnd(name) { return name.length > 25 ? "…" + name.slice(-24) : name; }
