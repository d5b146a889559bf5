// Compiles descriptions with Kaitai Struct's compiler and reads messages with what comes
// of it. Standard input is a list of {description, class, frames: [{client, hex}]},
// standard output a list of lists of texts: kind and fields, as path=start-end.
const compiler = require("kaitai-struct-compiler");
const KaitaiStream = require("kaitai-struct/KaitaiStream");

// Offsets are from the start of the stream of the message, in which others may lie.
function fields(object, path, out, origin) {
  const moved = object._io.byteOffset - origin;
  for (const [id, place] of Object.entries(object._debug || {})) {
    const value = object[id];
    if (!place || place.start === undefined || value === undefined) continue;
    const each = (v, p) => {
      if (v && v._debug) fields(v, path + "." + id, out, origin);
      else if (p.end > p.start) out.push(`${path}.${id}=${p.start + moved}-${p.end + moved}`);
    };
    if (place.arr) value.forEach((v, i) => each(v, place.arr[i]));
    else each(value, place);
  }
}

function read(Root, frame) {
  const stream = new KaitaiStream(Uint8Array.from(Buffer.from(frame.hex, "hex")).buffer);
  const root = new Root(stream, null, null, frame.client);
  try {
    root._read();
  } catch (e) {
    return "none";
  }
  let body = root.body;
  if (root.messages) {
    if (root.messages.length !== 1) return "none";
    const message = root.messages[0];
    body = message.fromClient || message.fromServer;
  }
  const message = body.message;
  const kind = message.constructor.name;
  if (kind === "Unknown" || message._io.pos !== message._io.size) return "none";
  const out = [];
  fields(message, "", out, message._io.byteOffset);
  return kind + " " + out.join(" ");
}

async function main() {
  const cases = JSON.parse(require("fs").readFileSync(0));
  const all = [];
  for (const c of cases) {
    const files = await compiler.compile("javascript", c.description, null, true);
    const module = { exports: {} };
    new Function("module", "exports", "require", Object.values(files)[0])(module, module.exports, require);
    all.push(c.frames.map((f) => read(module.exports[c.class], f)));
  }
  console.log(JSON.stringify(all));
}

main().catch((e) => {
  console.error(String(e));
  process.exit(1);
});
