// Talks to a core by libquassel, whose build for browsers runs in node.js, too: libquassel.js PART, of which setup is for a core that is new.
const fs = require('fs')
const net = require('net')
const vm = require('vm')
globalThis.window = globalThis
vm.runInThisContext(fs.readFileSync(require.resolve('libquassel/dist/libquassel.js'), 'utf8'))
const { Client } = globalThis.libquassel

const part = process.argv[2]
const soon = (ms) => new Promise((done) => setTimeout(done, ms))
const open = (user, password, limit) => new Client((next) => next(user, password), { securecore: false, initialbackloglimit: limit, backloglimit: 20 })
const start = (client) => client.connect(net.createConnection({ host: '127.0.0.1', port: 14241 }))

function setup () {
  const client = open('mara', 'leek&potato', 5)
  let times = 0
  client.on('setup', () => client.core.setupCore('Papyrus', 'mara', 'leek&potato'))
  client.on('setupfailed', () => { if (times++ === 0) client.core.setupCore('SQLite', 'mara', 'leek&potato') })
  client.on('setupok', () => client.login())
  return client
}

const parts = {
  async setup () {
    const client = setup()
    start(client)
    await soon(6000)
    const { core } = client
    core.createIdentity({ identityId: -1, identityName: 'At work', realName: 'Mara of the kitchen', nicks: ['mara', 'mara_'], awayNick: '', awayNickEnabled: false, awayReason: 'Gone fishing', awayReasonEnabled: true,
      autoAwayEnabled: false, autoAwayTime: 10, autoAwayReason: '', autoAwayReasonEnabled: false, detachAwayEnabled: false, detachAwayReason: '', detachAwayReasonEnabled: false, ident: 'mara', kickReason: 'out of my kitchen',
      partReason: 'bye', quitReason: 'the soup is done' })
    await soon(1000)
    core.createNetwork('Kitchen', 1, { host: '127.0.0.1', port: 16667, password: 'leaf', proxyHost: 'none', proxyUser: 'none', proxyPass: 'none' }, { useRandomServer: false, perform: ['/join #kitchen', '/join #garden'], unlimitedReconnectRetries: false })
    await soon(1500)
    core.connectNetwork(1)
    await soon(4000)
    return client
  },
  async wrong () {
    const client = open('mara', 'onions', 5)
    start(client)
    await soon(1500)
    return client
  },
  async talk () {
    const client = open('mara', 'leek&potato', 4)
    const { core } = client
    start(client)
    await soon(2500)
    const buffers = [...client.networks.values()].flatMap((network) => [...network.buffers.values()])
    const of = (name) => buffers.find((buffer) => buffer.name === name)
    const info = (name) => of(name).getBufferInfo()
    core.sendMessage(info('#kitchen'), 'Good morning, everybody')
    core.sendMessage(info('#kitchen'), '/me ties an apron')
    core.sendMessage(info('#garden'), '/say \u00bfest\u00e1 maduro el tomate? \u{1f345}')
    core.sendMessage(info('#kitchen'), '/topic Soup of the day: nettle')
    await soon(800)
    core.sendMessage(info('#garden'), '/whois basil')
    core.sendMessage(info('#garden'), '/nick mara_at_noon')
    await soon(600)
    core.sendMessage(info('#garden'), '/nosuchthing 1 2 3')
    core.setMarkerLine(of('#kitchen').id, 9)
    core.setLastMsgRead(of('#garden').id, 12)
    core.markBufferAsRead(of('#kitchen').id)
    core.backlog(of('#kitchen').id, 3, 11, 6)
    core.hideBufferTemporarily([...client.bufferViews.keys()][0] ?? 0, of('#garden').id)
    await soon(600)
    core.updateAliasManager({ Aliases: { names: ['j', 'chef'], expansions: ['/join $0', '/me tells $1 to stir'] } })
    core.updateIgnoreListManager({ IgnoreList: { ignoreType: [0], ignoreRule: ['*!*@spam.example'], isRegEx: [false], strictness: [1], isActive: [true], scope: [2], scopeRule: ['#kitchen; #garden'] } })
    await soon(600)
    core.sendInitRequest('IrcUser', '1/basil')
    core.sendInitRequest('IrcUser', '1/nobody')
    core.sendInitRequest('CoreInfo')
    core.heartBeat()
    core.heartBeat(true)
    await soon(800)
    core.sendMessage(info('#garden'), '/nick mara')
    core.sendMessage(info('#garden'), '/part enough weeds')
    await soon(600)
    core.removeBuffer(of('#garden').id)
    await soon(600)
    return client
  },
  async evening () {
    const client = open('mara', 'leek&potato', 1)
    const { core } = client
    start(client)
    await soon(2000)
    core.createNetwork('Elsewhere', 2, { host: 'irc.elsewhere.example', port: 6697, useSSL: true, password: 'hush', proxyHost: '10.0.0.8', proxyPort: 1080, proxyType: 1, useProxy: true, proxyUser: 'mara', proxyPass: 'sieve' }, { useSasl: true, saslAccount: 'mara', saslPassword: 'hush' })
    await soon(800)
    core.disconnectNetwork(1)
    await soon(1200)
    core.removeNetwork(2)
    core.removeIdentity(2)
    await soon(800)
    return client
  }
}

parts[part]().then((client) => {
  client.disconnect()
  process.exit(0)
})
