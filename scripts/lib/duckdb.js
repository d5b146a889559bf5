// As much of DuckDB's command as docs/tables.md calls, duckdb -csv -c QUERY, on the engine
// that comes with its package for Node.js, which is found by NODE_PATH.
const { DuckDBInstance } = require("@duckdb/node-api");

const [format, flag, query] = process.argv.slice(2);
if (format !== "-csv" || flag !== "-c") {
  console.error("usage: duckdb -csv -c QUERY");
  process.exit(2);
}

// field writes a value as CSV has it.
function field(value) {
  const text = value === null ? "" : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

async function main() {
  const connection = await (await DuckDBInstance.create()).connect();
  const reader = await connection.runAndReadAll(query);
  for (const line of [reader.columnNames(), ...reader.getRows()]) {
    console.log(line.map(field).join(","));
  }
}

main().catch((err) => {
  console.error(err.message);
  process.exit(1);
});
