// Marks what a filter has found, or the search that the capture was made with.

const mostHits = 1000; // in one text: more than anybody looks at

// findHits are where finders find something, in order and without overlaps.
function findHits(text, finders) {
  const hits = [];
  for (const finder of finders) {
    for (let from = 0, hit; from <= text.length && hits.length < mostHits && (hit = finder(text, from)) !== undefined;) {
      if (hit.end > hit.start) hits.push(hit);
      from = Math.max(hit.end, hit.start + 1);
    }
  }
  return withoutOverlaps(hits);
}

// searchHits are where the search found something in a run of the bytes of a message.
function searchHits(m, run) {
  return (m.matches || []).map(({ offset, len }) => ({ start: Math.max(0, offset - run.offset), end: Math.min(run.size, offset - run.offset + len) }))
    .filter(({ start, end }) => end > start);
}

function withoutOverlaps(hits) {
  hits.sort((a, b) => a.start - b.start);
  const apart = [];
  for (const hit of hits) {
    const last = apart.at(-1);
    if (last && hit.start <= last.end) last.end = Math.max(last.end, hit.end);
    else apart.push({ ...hit });
  }
  return apart;
}

// cut divides from start to end where hits begin and end: {start, end, hit}.
function cut(start, end, hits) {
  const pieces = [];
  const add = (to, hit) => {
    if (to > start) pieces.push({ start, end: to, hit });
    start = Math.max(start, to);
  };
  for (const hit of hits) {
    if (hit.end <= start) continue;
    if (hit.start >= end) break;
    add(Math.min(hit.start, end), false);
    add(Math.min(hit.end, end), true);
  }
  add(end, false);
  return pieces;
}

// node is text in the document, marked if it is a hit.
function node(text, hit) {
  if (!hit) return document.createTextNode(text);
  const element = document.createElement("mark");
  element.textContent = text;
  return element;
}

// markedName is a name with its hits.
function markedName(name, finders) {
  return cut(0, name.length, findHits(name, finders)).map(({ start, end, hit }) => node(name.slice(start, end), hit));
}
