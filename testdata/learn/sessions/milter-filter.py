"""A filter of mail with much to say, on libmilter: milter-filter.py SOCKET. The others are opendkim and opendmarc."""
import sys
import Milter

class Filter(Milter.Base):
    def negotiate(self, opts):
        if 'symbols' in sys.argv:
            self._ctx.setsymlist(Milter.M_CONNECT, 'j {client_addr}')
            self._ctx.setsymlist(Milter.M_ENVRCPT, '{rcpt_addr} {rcpt_mailer}')
            self._ctx.setsymlist(Milter.M_EOM, 'i')
        return Milter.ALL_OPTS

    def connect(self, host, family, address): return Milter.TEMPFAIL if host.startswith('slow') else Milter.CONTINUE
    def hello(self, name):
        if name == 'localhost':
            self.setreply('550', '5.7.1', 'You are not localhost')
            return Milter.REJECT
        return Milter.CONTINUE
    def unknown(self, command): return Milter.CONTINUE
    def envfrom(self, address, *parameters):
        self.subject, self.text, self.sender = '', b'', address
        return Milter.REJECT if 'spam' in address else Milter.CONTINUE
    def envrcpt(self, address, *parameters):
        if 'full' in address:
            self.setreply('452', '4.2.2', 'The mailbox of', address[1:-1], 'is full')
            return Milter.TEMPFAIL
        return Milter.REJECT if 'nobody' in address else Milter.CONTINUE
    def data(self): return Milter.CONTINUE
    def header(self, name, value):
        self.subject = value if name.lower() == 'subject' else self.subject
        return Milter.CONTINUE
    def eoh(self): return Milter.DISCARD if 'discard' in self.subject else Milter.CONTINUE
    def body(self, chunk):
        self.text += chunk
        return Milter.SKIP if 'skip' in self.subject else Milter.CONTINUE
    def eom(self):
        self.progress()
        if 'quarantine' in self.subject:
            self.quarantine('somebody should look at this: ' + self.subject)
        if 'accept' in self.subject:
            return Milter.ACCEPT
        self.addheader('X-Filter', 'seen, %d bytes' % len(self.text))
        self.addheader('X-First', 'of the headers', 0)
        self.chgheader('Subject', 1, '[list] ' + self.subject)
        self.chgheader('X-Mailer', 1, '')
        if 'change' in self.subject:
            self.chgfrom('<list-bounces@example.org>', 'BODY=8BITMIME')
            self.addrcpt('<archive@example.org>')
            self.addrcpt('<ann@example.com>', 'NOTIFY=NEVER')
            self.delrcpt('<list@example.org>')
            self.replacebody(self.text.upper() + b'-- \r\nThe list\r\n')
        return Milter.CONTINUE

Milter.factory = Filter
Milter.runmilter('filter', sys.argv[1], 60)
