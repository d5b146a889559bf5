// The filter box: words that must all fit a message. #filter-help says what it accepts.

const fields = {
  process: (value) => (m) => holds(m.sender, value) || holds(m.receiver, value),
  socket: (value) => (m) => holds(m.from.name, value) || holds(m.to.name, value),
  conversation: (value) => (m) => String(m.talk.number) === value,
  text: (value) => {
    const bytes = utf8(value), wanted = lower(bytes), roughly = bytes.toLowerCase();
    return (m) => {
      const payload = binary(m);
      // The browser's own way is faster, but takes bytes for Latin letters.
      return payload.toLowerCase().includes(roughly) && lower(payload).includes(wanted);
    };
  },
  hex: (value) => {
    const digits = value.replace(/\\x|0x|[\s,]/g, "");
    if (!/^([0-9a-f]{2})+$/i.test(digits)) throw new Error(`hex:${value} needs pairs of hex digits, such as hex:0d0a`);
    const wanted = digits.replace(/../g, (pair) => String.fromCharCode(parseInt(pair, 16)));
    return (m) => binary(m).includes(wanted);
  },
};

// parseFilter returns a function that tells which messages fit. It throws an Error for
// people if there is no sense in the text.
function parseFilter(text) {
  const tests = [];
  for (const [all, key, quoted, plain] of text.matchAll(/(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/gi)) {
    const field = key && Object.hasOwn(fields, key.toLowerCase()) ? fields[key.toLowerCase()] : undefined;
    tests.push(field ? field(quoted ?? plain) : anywhere(key ? all : quoted ?? plain));
  }
  return (m) => tests.every((test) => test(m));
}

// anywhere looks in what is cheap to look at first.
function anywhere(value) {
  const named = [fields.process(value), fields.socket(value), fields.text(value)];
  return (m) => named.some((test) => test(m));
}

function holds(name, value) { return name !== undefined && name.toLowerCase().includes(value.toLowerCase()); }

// lower changes ASCII alone, as other bytes need not be text.
function lower(s) { return s.replace(/[A-Z]+/g, (c) => c.toLowerCase()); }

// utf8 is text as a string of bytes.
function utf8(s) { return Array.from(new TextEncoder().encode(s), (b) => String.fromCharCode(b)).join(""); }
