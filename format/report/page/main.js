// Puts the page together, once the whole document was read: the capture is at its end.

document.addEventListener("DOMContentLoaded", () => {
  const block = document.getElementById("capture");
  const capture = readCapture(block.textContent, document.getElementById("end") !== null);
  block.remove(); // its text is kept no longer than needed
  document.getElementById("summary").textContent = summary(capture);
  showBanner(capture);
  for (const handle of document.querySelectorAll(".splitter")) makeSplitter(handle);
  new View(capture);
});

function summary(capture) {
  const all = capture.messages;
  if (all.length === 0) return "no messages";
  const processes = new Set(all.flatMap((m) => [m.sender, m.receiver]));
  const day = all[0].time.slice(0, 10);
  const events = all.filter((m) => m.told).length;
  const also = events > 0 ? `, ${count(events, "event")}` : "";
  return `${count(all.length - events, "message")}${also} · ${count(processes.size, "process").replace("processs", "processes")} · ` +
    `${count(capture.conversations.length, "conversation")} · ${day}, ${duration(Math.max(0, all[all.length - 1].at))}`;
}

// showBanner tells what is missing in the capture as a whole.
function showBanner(capture) {
  const lines = capture.losses.map((loss) => `${loss.count.toLocaleString("en")} ${loss.note || loss.loss}`);
  if (capture.cutShort) {
    lines.push("This page ends in the middle: the capture was still going on when it was opened, or was cut short. What is there is shown.");
  }
  if (capture.foreign > 0) {
    lines.push(`${count(capture.foreign, "line")} of this page ${capture.foreign === 1 ? "was" : "were"} left out: something else wrote to the same file.`);
  }
  const banner = document.getElementById("banner");
  banner.hidden = lines.length === 0;
  banner.replaceChildren(...lines.map((line) => {
    const p = document.createElement("p");
    p.textContent = line;
    return p;
  }));
}

