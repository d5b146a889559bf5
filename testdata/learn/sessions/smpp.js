// What clients said for smpp.pcapng, with the package smpp of npm on both sides:
//
//   node smpp-server.js &
//   relay -w smpp.pcapng --listen tcp:127.0.0.1:12776 --to tcp:127.0.0.1:12775 --name @smpp -- node smpp.js
const smpp = require('smpp')
const words = ['hello', 'your parcel is on its way', 'code 4711', 'see you at eight', 'ok', 'the meeting moved to room 12, bring the drafts']
function talk(name, how, round) {
  return new Promise(done => {
    const session = new smpp.Session({ host: '127.0.0.1', port: 12776 })
    const ask = (command, p) => new Promise(r => session[command](p, r))
    session.on('deliver_sm', p => session.send(p.response()))
    session.on('connect', async () => {
      const bound = await ask(how, { system_id: name, password: 'pw' + round, system_type: round % 2 ? 'test' : '', interface_version: 0x34 })
      if (bound.command_status !== 0) { session.close(); return done() }
      for (let i = 0; i < 6; i++) {
        const sent = await ask('submit_sm', { source_addr: 'shop' + round, destination_addr: '4917012345' + (10 * round + i), source_addr_ton: 5, dest_addr_ton: 1, dest_addr_npi: 1,
          short_message: words[(i + round) % words.length], registered_delivery: i % 2, validity_period: i === 4 ? '000000010000000R' : '',
          ...(i === 5 ? { user_message_reference: 100 * round + i } : {}) })
        if (i % 3 === 0) await ask('query_sm', { message_id: sent.message_id, source_addr: 'shop' + round })
        if (i % 3 === 1) await ask('cancel_sm', { message_id: sent.message_id, source_addr: 'shop' + round, destination_addr: '4917012345' + (10 * round + i) })
        if (i === 3) await ask('enquire_link', {})
      }
      await ask('unbind', {})
      session.close()
      done()
    })
  })
}
(async () => {
  for (let round = 0; round < 6; round++) {
    await talk('client' + round, 'bind_transceiver', round)
    if (round % 3 === 0) await talk('nobody', 'bind_transceiver', round)
    if (round % 2 === 0) await talk('sender' + round, 'bind_transmitter', round)
  }
  process.exit()
})()
