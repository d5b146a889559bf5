// The server of thrift.pcapng: a store of things, in the framed binary protocol.
const thrift = require('thrift')
const Store = require('./gen-nodejs/Store'), types = require('./gen-nodejs/store_types')
const items = new Map()
thrift.createServer(Store, {
  add(item, result) { items.set(item.id, item); result(null, items.size) },
  get(id, result) { items.has(id) ? result(null, items.get(id)) : result(new types.NotFound({ what: `no item ${id}`, code: 404 })) },
  find(word, most, newest, result) { const found = [...items.values()].filter(i => i.name.includes(word)); result(null, (newest ? found.reverse() : found).slice(0, most)) },
  ping(result) { result(null) },
  note() {},
}, { transport: thrift.TFramedTransport, protocol: thrift.TBinaryProtocol }).listen(19090)
