// The filter box: what a message must fit. #filter-help says what it accepts; terms.js has
// the terms that it is made of.
//
//   either = both { ("|" | "OR") both }
//   both   = one { one }
//   one    = ("-" | "!" | "NOT") one | "(" either ")" | term
//
// parseFilter returns {fits, names, payload}: fits tells which messages fit; names and
// payload are what finds the terms that are wanted, in names and in payloads, so that they
// can be marked. It throws an Error for people if there is no sense in the text.
function parseFilter(text) {
  const rest = tokens(text);
  const found = { names: [], payload: [] };
  const all = [];
  while (rest.length > 0) {
    all.push(either(rest, found));
    if (rest.length > 0) throw new Error("a ) has no ( before it; quotes make text of it: \")\"");
  }
  return { fits: (m) => all.every((fits) => fits(m)), ...found };
}

// tokens are the signs and terms of a filter. A term has a value, perhaps behind a field:
// "quoted", /a regular expression/ or a plain word, in which brackets may stand if they are
// paired. A quote that does not end yet is one that is being typed.
function tokens(text) {
  const list = [];
  let at = 0;
  const take = (pattern) => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) at = pattern.lastIndex;
    return match;
  };
  for (take(/\s*/y); at < text.length; take(/\s*/y)) {
    const sign = take(/[()]|\|+|[!-](?=[^\s)|])/y)?.[0];
    if (sign) {
      list.push({ sign: sign === "!" ? "-" : sign[0] });
      continue;
    }
    const field = takeField();
    const quoted = take(/"([^"]*)"?/y);
    const value = quoted?.[1] ?? take(/\/\S+?\/(?=[\s)|]|$)/y)?.[0] ?? takeWord();
    const spelt = field || quoted ? undefined : signsInWords.get(value);
    if (spelt !== "") list.push(spelt ? { sign: spelt } : { field, value, quoted: quoted !== null });
  }
  return list;

  // takeField takes a name with its sign, but not of a text such as a=b.
  function takeField() {
    const start = at;
    const [field, name, compares] = take(/([a-z]+)([:=<>]+)/iy) ?? ["", "", ""];
    if (compares === ":" || isField(name.toLowerCase())) return field;
    at = start;
    return "";
  }

  function takeWord() {
    const start = at;
    for (let open = 0; at < text.length && !/\s/.test(text[at]); at++) {
      if (text[at] === "(") open++;
      else if (text[at] === ")" && open-- === 0 || text[at] === "|" && at > start) break;
    }
    return text.slice(start, at);
  }
}

const signsInWords = new Map([["OR", "|"], ["NOT", "-"], ["AND", ""], ["&&", ""]]);

function either(rest, found) {
  const choices = [both(rest, found)];
  while (rest[0]?.sign === "|") {
    rest.shift();
    choices.push(both(rest, found));
  }
  return choices.length === 1 ? choices[0] : (m) => choices.some((fits) => fits(m));
}

function both(rest, found) {
  const all = [];
  while (rest.length > 0 && rest[0].sign !== "|" && rest[0].sign !== ")") all.push(one(rest, found));
  if (all.length === 0) throw new Error("there has to be something on either side of | or OR, and between ( and )");
  return (m) => all.every((fits) => fits(m));
}

function one(rest, found) {
  const next = rest.shift();
  if (next === undefined) throw new Error("there has to be something behind - or NOT");
  if (next.sign === "-") {
    const fits = one(rest, { names: [], payload: [] }); // what must not be there is not marked
    return (m) => !fits(m);
  }
  if (next.sign === "(") {
    const fits = either(rest, found);
    if (rest.shift()?.sign !== ")") throw new Error("a ( has no ) behind it; quotes make text of it: \"(\"");
    return fits;
  }
  if (next.sign) throw new Error("there has to be something before | or )");
  return term(next, found);
}
