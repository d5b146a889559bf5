// The server of smpp.pcapng: it takes messages, and reports that they were delivered.
const smpp = require('smpp')
smpp.createServer(session => {
  let n = 0
  session.on('bind_transceiver', p => session.send(p.system_id === 'nobody' ? p.response({ command_status: smpp.ESME_RBINDFAIL }) : p.response({ system_id: 'smsc' })))
  session.on('bind_transmitter', p => session.send(p.response({ system_id: 'smsc' })))
  session.on('bind_receiver', p => session.send(p.response({ system_id: 'smsc' })))
  session.on('enquire_link', p => session.send(p.response()))
  session.on('submit_sm', p => {
    const id = (0x4f00 + ++n).toString(16)
    session.send(p.response({ message_id: id }))
    if (p.registered_delivery) {
      session.deliver_sm({ source_addr: p.destination_addr, destination_addr: p.source_addr, esm_class: 4,
        short_message: `id:${id} sub:001 dlvrd:001 stat:DELIVRD err:000`, receipted_message_id: id, message_state: 2 })
    }
  })
  session.on('query_sm', p => session.send(p.response({ message_id: p.message_id, final_date: '261129120000000+', message_state: 2, error_code: 0 })))
  session.on('cancel_sm', p => session.send(p.response(p.message_id.endsWith('3') ? { command_status: smpp.ESME_RCANCELFAIL } : {})))
  session.on('unbind', p => { session.send(p.response()); session.close() })
  session.on('error', () => {})
}).listen(12775)
