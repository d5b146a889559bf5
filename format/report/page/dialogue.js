// One conversation as text, as unixsnoop --follow has it: what the client says behind "> ",
// what the server says behind "< ", notes behind "! ". On a stream the sends of one side run
// on; other messages stand alone, each below its time and size.

const mostDialogue = 4e6; // characters that a window shows

class Dialogue {
  constructor(dialog) {
    this.dialog = dialog;
    this.text = dialog.querySelector("pre");
    this.copied = dialog.querySelector("output");
    dialog.querySelector(".copy-all").addEventListener("click", async () => {
      this.copied.textContent = await copyText(this.text.textContent) ? "copied" : "";
    });
    dialog.querySelector(".close").addEventListener("click", () => dialog.close());
  }

  show(talk) {
    this.copied.textContent = "";
    this.dialog.querySelector("h2").textContent = `Conversation ${talk.number} as text`;
    this.text.replaceChildren(...dialogueLines(talk).map(({ side, text }) => span(`said-${side}`, text)));
    this.dialog.showModal();
    this.text.scrollTop = 0;
    this.text.focus();
  }
}

// dialogueLines are the lines of a conversation, each with its end and with who says it.
function dialogueLines(talk) {
  const first = talk.all[0];
  const [client, server] = first.fromServer ? [first.receiver, first.sender] : [first.sender, first.receiver];
  const lines = [{ side: "note", text: `${client} <> ${server} ${talk.type} ${talk.place} conversation ${talk.id}\n` }];
  let open, size = 0; // the line that has no end yet
  const end = () => {
    if (open) open.text += "\\\n";
    open = undefined;
  };
  const note = (text) => {
    end();
    lines.push({ side: "note", text: `! ${text}\n` });
  };
  for (const m of talk.all) {
    if (size > mostDialogue) {
      note(`${talk.messages.length - talk.messages.indexOf(m)} more messages are too much for this window`);
      break;
    }
    if (m.told) {
      note(`${m.sender} ${m.told}`);
      continue;
    }
    const side = m.fromServer ? "server" : "client", margin = m.fromServer ? "< " : "> ";
    if (open && open.side !== side) end();
    const words = besides(m);
    if (words.length > 0) note(margin + words.join(" "));
    for (const run of runs(m)) {
      if (!run.bytes) {
        note(`${run.size} bytes not captured`);
        continue;
      }
      for (let at = 0; at < run.bytes.length;) {
        const feed = run.bytes.indexOf(0x0a, at);
        const text = escapedText(run.bytes.subarray(at, feed < 0 ? undefined : feed), feed >= 0);
        size += text.length;
        if (!open) {
          open = { side, text: margin };
          lines.push(open);
        }
        open.text += text + (feed < 0 ? "" : "\n");
        if (feed >= 0) open = undefined;
        at = feed < 0 ? run.bytes.length : feed + 1;
      }
    }
    if (m.type !== "stream" && !m.more) end();
  }
  end();
  return lines;
}

// besides is what a message has besides its bytes. Of a stream that is nothing mostly.
function besides(m) {
  const words = m.type !== "stream" && !m.offset ? [clock(m.time), `${m.len} bytes`] : [];
  if (m.flags & 1) words.push("out-of-band");
  if (m.late) words.push("late");
  if (m.fds) words.push(`fds=[${m.fds.map(descriptorText).join(", ")}]`);
  if (m.cred) words.push(`cred=[pid=${m.cred.pid} uid=${m.cred.uid} gid=${m.cred.gid}]`);
  return words;
}

// descriptorText is a descriptor as strace writes it: 5</etc/passwd>.
function descriptorText({ fd, kind, inode, name }) {
  if (kind === "closed") return `${fd}<?>`;
  let text = kind === "anon" ? `anon_inode:${name}` : name;
  if (!name || kind === "socket" || kind === "pipe") text = `${kind}:[${inode ?? 0}]`;
  return `${fd}<${text.replaceAll(">", "\\x3e")}>`;
}
