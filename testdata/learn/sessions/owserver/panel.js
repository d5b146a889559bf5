// What a panel asks by owfs of npm, one thing over each connection.
'use strict'
const { Client } = require('owfs')
const owserver = new Client('127.0.0.1', 4304)
const said = [
  ['dir', '/01.000001FE0D00'],
  ['dirall', '/20.000020DF0500'],
  ['dirallslash', '/29.000029D60200'],
  ['getslash', '/settings'],
  ['get', '/21.000021DE0600/temperature'],
  ['get', '/bus.1/interface/settings'],
  ['getslash', '/2C.00002CD30900/wiper'],
  ['read', '/20.000020DF0500/volt.ALL'],
  ['read', '/nowhere/temperature'],
  ['write', '/05.000005FA0F00/PIO', true],
  ['write', '/2C.00002CD30900/wiper', 127],
  ['write', '/28.000028D70100/temphigh', 'warm'],
  ['presence', '/FF.0000FF000C00'],
  ['presence', '/28.FFFFFFFFFFFF'],
  ['presence', '/system']
]
const next = () => {
  const what = said.shift()
  if (what) owserver[what[0]](...what.slice(1), () => next())
}
next()
