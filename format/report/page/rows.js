// What is shown of a capture, row by row: messages in their order, a folded conversation
// as one row where its first message would be, and pauses. Rows are as far apart however
// long it was between them, so that a burst can be read; a pause has a row that says so.

// slowestFirst has them by the time that an answer took, those that are none at the end.
function buildRows(messages, fits, slowestFirst) {
  const shown = messages.filter(fits);
  const folded = new Map(); // the row of each folded conversation
  const rows = [];
  for (const m of shown) {
    const known = folded.get(m.talk);
    if (known) {
      if (!m.told) known.messages.push(m);
      if (!(known.took >= m.took)) known.took = m.took ?? known.took;
      continue;
    }
    const row = { kind: m.talk.folded ? "folded" : "message", at: m.at, took: m.took, message: m, talk: m.talk };
    if (m.talk.folded) {
      row.messages = m.told ? [] : [m];
      folded.set(m.talk, row);
    }
    rows.push(row);
  }
  if (slowestFirst) return { shown, rows: rows.sort((a, b) => (b.took ?? -1) - (a.took ?? -1)) };
  return { shown, rows: withPauses(rows) };
}

// withPauses tells how long each row is after the one before. A pause is at least 0.1 s
// and ten times what is usual in the capture.
function withPauses(rows) {
  rows.forEach((row, i) => { row.delta = i > 0 ? row.at - rows[i - 1].at : 0; });
  const deltas = Float64Array.from(rows.slice(1), (row) => row.delta).sort();
  const pause = Math.max(0.1, 10 * (deltas[deltas.length >> 1] || 0));
  return rows.flatMap((row) => row.delta >= pause ? [{ kind: "pause", seconds: row.delta }, row] : [row]);
}

// duration is a time in words.
function duration(s) {
  if (s < 0) return `−${duration(-s)}`; // a late message
  const seconds = Math.round(s), minutes = Math.round(s / 60);
  if (seconds >= 3600) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  s = Number(s.toPrecision(3));
  if (s >= 60) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  if (s >= 1) return `${s.toPrecision(3)} s`;
  if (s >= 0.001) return `${(s * 1000).toPrecision(3)} ms`;
  return `${Math.round(s * 1e6)} µs`;
}

// size is a number of bytes in few characters; K and M are thousands.
function size(n) {
  if (n < 10000) return String(n);
  if (n < 1e6) return `${(n / 1e3).toPrecision(3)}K`;
  return `${(n / 1e6).toPrecision(3)}M`;
}
