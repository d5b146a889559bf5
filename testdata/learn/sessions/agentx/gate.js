// A subagent of a gate, by net-snmp of npm, over TCP: a scalar and a table of who came in, which is big-endian.
const snmp = require('net-snmp')
const base = '1.3.6.1.4.1.8072.9999.19'
const agent = snmp.createSubagent({ master: '127.0.0.1', masterPort: +process.argv[2], description: 'A gate with a bell' })
const mib = agent.getMib()
const soon = (ms) => new Promise((done) => setTimeout(done, ms))
const ask = (what, ...words) => new Promise((done) => agent[what](...words, (error, pdu) => done(pdu)))

async function main () {
  agent.connectSocket()
  await ask('open')
  await ask('ping')
  await ask('addAgentCaps', base + '.9', 'Rings when somebody comes')
  await ask('registerProvider', { name: 'bell', type: snmp.MibProviderType.Scalar, oid: base + '.1', scalarType: snmp.ObjectType.OctetString, maxAccess: snmp.MaxAccess['read-write'] })
  mib.setScalarValue('bell', 'ding dong')
  await ask('registerProvider', { name: 'opened', type: snmp.MibProviderType.Scalar, oid: base + '.2', scalarType: snmp.ObjectType.Counter64, maxAccess: snmp.MaxAccess['read-only'] })
  mib.setScalarValue('opened', 23191873689)
  await ask('registerProvider', {
    name: 'guests', type: snmp.MibProviderType.Table, oid: base + '.3.1', maxAccess: snmp.MaxAccess['not-accessible'],
    tableColumns: [
      { number: 1, name: 'guest', type: snmp.ObjectType.Integer, maxAccess: snmp.MaxAccess['not-accessible'] },
      { number: 2, name: 'who', type: snmp.ObjectType.OctetString, maxAccess: snmp.MaxAccess['read-write'] },
      { number: 3, name: 'since', type: snmp.ObjectType.TimeTicks, maxAccess: snmp.MaxAccess['read-only'] },
      { number: 4, name: 'through', type: snmp.ObjectType.OID, maxAccess: snmp.MaxAccess['read-only'] }
    ],
    tableIndex: [{ columnName: 'guest' }]
  })
  mib.addTableRow('guests', [3, 'the postman', 90210, base + '.4.1'])
  mib.addTableRow('guests', [512, '', 4000000000, '1.3'])
  await ask('notify', snmp.TrapType.LinkUp, [{ oid: base + '.3.1.2.3', type: snmp.ObjectType.OctetString, value: 'came in' }])
  await ask('notify', base + '.0.7', [{ oid: base + '.5.0', type: snmp.ObjectType.Gauge, value: 1 << 20 }, { oid: base + '.6.0', type: snmp.ObjectType.Opaque, value: 'bell' }])
  await soon(+process.argv[3])
  await ask('unregisterProvider', 'opened')
  await ask('removeAgentCaps', base + '.9')
  await ask('removeAgentCaps', base + '.10')
  await ask('ping')
  await ask('close')
  await soon(300)
  process.exit(0)
}
main()
