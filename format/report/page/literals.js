// A payload as an expression of a programming language. What was not captured is told in
// a comment where it is missing: no byte is made up.

const languages = {
  go: (m) => {
    const lines = quotedLines(m);
    if (isOne(lines)) return comments(m, "//") + `[]byte("${lines[0].quoted}")`;
    return comments(m, "//") + "[]byte(" + lines.map(({ quoted, missing }, i) =>
      `"${quoted}"` + (i < lines.length - 1 ? " +" : ",") + behind(" //", missing)).join("\n\t") + "\n)";
  },
  rust: (m) => {
    const lines = quotedLines(m);
    if (lines.some((line) => line.missing)) {
      return comments(m, "//") + "[" + lines.map(({ quoted, missing }) =>
        `\n\t&b"${quoted}"[..],` + behind(" //", missing)).join("") + "\n].concat()";
    }
    // A backslash at the end of a line skips the white space that follows.
    return comments(m, "//") + `b"${lines.map(({ quoted }, i) => i > 0 ? quoted.replace(/^ /, "\\x20") : quoted).join("\\\n\t")}"`;
  },
  python: (m) => {
    const lines = quotedLines(m);
    if (isOne(lines)) return comments(m, "#") + `b"${lines[0].quoted}"`;
    return comments(m, "#") + "(" + lines.map(({ quoted, missing }) =>
      `\n\tb"${quoted}"` + behind("  #", missing)).join("") + "\n)";
  },
  hex: (m) => {
    const lines = [];
    for (const run of runs(m)) {
      if (!run.bytes) lines.push(`-- ${holeNote(run)} --`);
      else for (let at = 0; at < run.size; at += 32) lines.push(Array.from(run.bytes.subarray(at, at + 32), hexByte).join(" "));
    }
    return comments(m, "--") + lines.join("\n");
  },
};

// comments tell what else is not there: the rest of a send that came in pieces.
function comments(m, sign) {
  let text = "";
  if (m.offset) text += `${sign} from offset ${m.offset} of a send\n`;
  if (m.more) text += `${sign} the send goes on in a later message, if that was captured\n`;
  return text;
}

function behind(sign, note) { return note ? `${sign} ${note}` : ""; }

function isOne(lines) { return lines.length === 1 && !lines[0].missing; }

// quotedLines are the lines of a payload, as all of these languages want them in quotes.
// A hole is an empty line that says what is missing.
function quotedLines(m) {
  const lines = [];
  for (const run of runs(m)) {
    if (!run.bytes) {
      lines.push({ quoted: "", missing: holeNote(run) });
      continue;
    }
    for (let at = 0; at < run.size;) {
      const end = lineEnd(run.bytes, at, 64);
      lines.push({ quoted: Array.from(run.bytes.subarray(at, end), quotedByte).join("") });
      at = end;
    }
  }
  return lines.length > 0 ? lines : [{ quoted: "" }];
}

// lineEnd is behind the next line feed, or after so many bytes.
function lineEnd(bytes, at, most) {
  const feed = bytes.subarray(at, at + most).indexOf(0x0a);
  return feed < 0 ? Math.min(at + most, bytes.length) : at + feed + 1;
}

const short = new Map([[0x0a, "\\n"], [0x0d, "\\r"], [0x09, "\\t"], [0x22, '\\"'], [0x5c, "\\\\"]]);

function quotedByte(b) {
  return short.get(b) ?? (b < 0x20 || b > 0x7e ? "\\x" + hexByte(b) : String.fromCharCode(b));
}
