// The terms of a filter: words, /regular expressions/, fields with a value, comparisons.

// A field makes a test of its value. Wanted is what finds it in a text, or undefined.
const textFields = {
  process: { in: "names", test: (wanted) => (m) => wanted(m.sender) || wanted(m.receiver) },
  from: { in: "names", test: (wanted) => (m) => wanted(m.sender) },
  to: { in: "names", test: (wanted) => (m) => wanted(m.receiver) },
  socket: { in: "names", test: (wanted) => (m) => [m.from, m.to].some((end) => wanted(end.name) || wanted(end.path)) },
  text: { in: "payload", test: (wanted) => (m) => wanted(binary(m)) },
};

const otherFields = {
  hex: hexTerm,
  conversation: (value) => {
    if (!/^\d+$/.test(value)) throw new Error(`conversation:${value} needs a number, as the list of conversations has them`);
    return (m) => String(m.talk.number) === value;
  },
  type: (value) => {
    const types = ["stream", "dgram", "seqpacket"];
    if (!types.includes(value)) throw new Error(`type:${value} is none of ${types.join(", ")}`);
    return (m) => m.type === value;
  },
};

const numberFields = {
  bytes: { of: (m) => m.len, units: { "": 1, k: 1e3, m: 1e6 }, example: "bytes>100" },
  took: { of: (m) => m.took, units: { s: 1, ms: 1e-3, us: 1e-6, "µs": 1e-6 }, example: "took>10ms" },
  at: { of: (m) => m.at, units: { s: 1, ms: 1e-3, us: 1e-6, "µs": 1e-6 }, example: "at>2.5s" },
};

const comparisons = {
  ":": (a, b) => a === b, "=": (a, b) => a === b,
  ">": (a, b) => a > b, ">=": (a, b) => a >= b, "<": (a, b) => a < b, "<=": (a, b) => a <= b,
};

// term returns a test of messages, and adds to found what finds it.
function term({ field, value, quoted }, found) {
  const [, name, sign] = /^([a-z]*)(.*)$/i.exec(field.toLowerCase());
  if (name === "" || value === "" && !quoted && !isField(name)) return anywhere(field + value, quoted, found);
  if (!isField(name)) {
    throw new Error(`there is no field ${name}; there are ${fieldNames().join(", ")}. Quotes make text of it: "${field}${value}"`);
  }
  if (value === "") throw new Error(`${field} needs something behind it`);
  if (Object.hasOwn(numberFields, name)) return comparison(name, sign, value);
  if (sign !== ":") throw new Error(`${name} can't be compared by ${sign}; write ${name}:${value}`);
  if (Object.hasOwn(otherFields, name)) return otherFields[name](value, found);
  const { in: place, test } = textFields[name];
  const finder = place === "payload" ? payloadFinder(value, quoted) : nameFinder(value, quoted);
  found[place].push(finder);
  return test((text) => text !== undefined && finder(text, 0) !== undefined);
}

const fieldNames = () => [textFields, otherFields, numberFields].flatMap((fields) => Object.keys(fields));
const isField = (name) => fieldNames().includes(name);

// anywhere looks in what is cheap to look at first.
function anywhere(value, quoted, found) {
  const names = nameFinder(value, quoted), payload = payloadFinder(value, quoted);
  found.names.push(names);
  found.payload.push(payload);
  const named = (text) => text !== undefined && names(text, 0) !== undefined;
  return (m) => [m.sender, m.receiver, m.from.name, m.to.name, m.from.path, m.to.path, m.told].some(named) || payload(binary(m), 0) !== undefined;
}

function comparison(name, sign, value) {
  const { of, units, example } = numberFields[name];
  const [, number, unit] = /^(\d+(?:\.\d+)?)([a-zµ]*)$/i.exec(value) ?? [];
  const compare = Object.hasOwn(comparisons, sign) ? comparisons[sign] : undefined;
  if (number === undefined || compare === undefined || !Object.hasOwn(units, unit.toLowerCase())) {
    throw new Error(`${name}${sign}${value} is no comparison; one is ${example}`);
  }
  const wanted = Number(number) * units[unit.toLowerCase()];
  return (m) => of(m) !== undefined && compare(of(m), wanted);
}

function hexTerm(value, found) {
  const digits = value.replace(/\\x|0x|[\s,]/g, "");
  if (!/^([0-9a-f]{2})+$/i.test(digits)) throw new Error(`hex:${value} needs pairs of hex digits, such as hex:0d0a`);
  const wanted = digits.replace(/../g, (pair) => String.fromCharCode(parseInt(pair, 16)));
  const finder = (text, from) => at(text.indexOf(wanted, from), wanted.length);
  found.payload.push(finder);
  return (m) => finder(binary(m), 0) !== undefined;
}

// A finder returns where, from a place on, a text has what is wanted: {start, end}, or
// undefined. Capitals don't matter.
function nameFinder(value, quoted) {
  const pattern = regex(value, quoted);
  if (pattern) return patternFinder(pattern);
  const wanted = value.toLowerCase();
  return (text, from) => at(text.toLowerCase().indexOf(wanted, from), wanted.length);
}

// payloadFinder looks in a string of bytes.
function payloadFinder(value, quoted) {
  const pattern = regex(utf8(value), quoted);
  if (pattern) return patternFinder(pattern);
  const bytes = utf8(value), wanted = lower(bytes), roughly = bytes.toLowerCase();
  let last, lowered; // of a text that is looked through for all that is wanted
  return (text, from) => {
    if (text !== last) {
      last = text;
      // The browser's own way is faster, but takes bytes for Latin letters.
      lowered = text.toLowerCase().includes(roughly) ? lower(text) : "";
    }
    return at(lowered === "" && wanted !== "" ? -1 : lowered.indexOf(wanted, from), wanted.length);
  };
}

// regex is what /stands between slashes/, undefined if nothing does.
function regex(value, quoted) {
  const [, pattern] = quoted ? [] : /^\/(.+)\/$/s.exec(value) ?? [];
  if (pattern === undefined) return undefined;
  try {
    return new RegExp(pattern, "gims");
  } catch (e) {
    throw new Error(`${value} is no regular expression: ${e.message.split(": ").at(-1)}. Quotes make text of it`);
  }
}

function patternFinder(pattern) {
  return (text, from) => {
    pattern.lastIndex = from;
    const match = pattern.exec(text);
    return match === null ? undefined : at(match.index, match[0].length);
  };
}

function at(start, length) { return start < 0 ? undefined : { start, end: start + length }; }

// lower changes ASCII alone, as other bytes need not be text.
function lower(s) { return s.replace(/[A-Z]+/g, (c) => c.toLowerCase()); }

// utf8 is text as a string of bytes.
function utf8(s) { return Array.from(new TextEncoder().encode(s), (b) => String.fromCharCode(b)).join(""); }
