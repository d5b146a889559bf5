// What clients said for thrift.pcapng, of the service in store.thrift, with the package thrift of npm:
//
//   thrift --gen js:node,es6 -o . store.thrift
//   node thrift-server.js &
//   relay -w thrift.pcapng --listen tcp:127.0.0.1:19091 --to tcp:127.0.0.1:19090 --name @thrift -- node thrift.js
const thrift = require('thrift')
const Store = require('./gen-nodejs/Store'), types = require('./gen-nodejs/store_types')
const names = ['lamp', 'chair', 'small lamp', 'table', 'desk lamp', 'shelf', 'rug']
;(async () => {
  for (let round = 0; round < 5; round++) {
    const connection = thrift.createConnection('127.0.0.1', 19091, { transport: thrift.TFramedTransport, protocol: thrift.TBinaryProtocol })
    const client = thrift.createClient(Store, connection)
    await client.ping()
    for (let i = 0; i < 7; i++) {
      const id = 1000 + 10 * round + i
      await client.add(new types.Item({ id, name: names[(i + round) % 7], price: 9.99 + 7.5 * i + round, sold: i % 3 === 0, tags: ['new', 'wood', 'green'].slice(0, i % 4),
        since: i % 2 ? Date.now() : undefined, stock: i % 3 ? { berlin: i * 7, rome: 260 + i } : {} }))
      await client.get(id)
      if (i % 2) await client.get(id + 5000).catch(() => {})
      if (i % 3 === 1) await client.find('lamp', i % 3 + round, i % 2 === 1)
      if (i % 3 === 2) client.note(`looked at ${id}`, i)
    }
    await client.ping()
    connection.end()
  }
})()
