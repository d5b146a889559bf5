# An agent for agentx.sh: it registers tables and says what is in them.

import sys
import pyagentx

pyagentx.SOCKET_PATH = sys.argv[1]
part = int(sys.argv[2])


class Table(pyagentx.Updater):
    def update(self):
        for row in range(1, 6):
            self.set_INTEGER('1.%d' % row, row * row * part)
            self.set_OCTETSTRING('2.%d' % row, 'row %s of part %d' % ('x' * row, part))
            self.set_GAUGE32('3.%d' % row, 70000 * row + part)
            self.set_COUNTER32('4.%d' % row, 1 << (row + 20))
            self.set_COUNTER64('5.%d' % row, 1 << (row + 33))
            self.set_TIMETICKS('6.%d' % row, 123456 * row)
            self.set_IPADDRESS('7.%d' % row, '192.0.2.%d' % row)
            self.set_OBJECTIDENTIFIER('8.%d' % row, '1.3.6.1.4.1.8072.%d' % row)


class Values(pyagentx.SetHandler):
    def test(self, oid, data):
        if int(data) > 100:
            raise pyagentx.SetHandlerError()

    def commit(self, oid, data):
        pass


class Agent(pyagentx.Agent):
    def setup(self):
        self.register('1.3.6.1.4.1.8072.9999.%d' % part, Table, 10)
        self.register_set('1.3.6.1.4.1.8072.9999.%d.1.1' % part, Values)


agent = Agent()
try:
    agent.start()
except BaseException:
    agent.stop()
