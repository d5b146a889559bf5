"""Someone who sends mail to Postfix at port 2525 and asks what it takes."""

import smtplib
import ssl
import sys

context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE


def mail(sender, receivers, subject="Hello", body="A few words.", tls=False, helo="desk.example"):
    try:
        with smtplib.SMTP("127.0.0.1", 2525, helo, timeout=20) as server:
            server.ehlo()
            if tls:
                server.starttls(context=context)
                server.ehlo()
            server.sendmail(sender, receivers, f"From: {sender}\nSubject: {subject}\n\n{body}\n")
    except (smtplib.SMTPException, OSError):
        pass


part = sys.argv[1]
if part == "first":
    mail("anna@far.example", ["berta@shop.example"])
    mail("anna@far.example", ["berta@shop.example", "sales@shop.example"], "Cakes", "One with plums.\n" * 5, tls=True)
    mail("emil@gone.example", ["nobody@shop.example"])
    mail("dora@shop.example", ["carol@far.example"], "A walk", tls=True)
    mail("", ["berta@shop.example"], "A bounce", helo="[127.0.0.1]")
    mail("Emil.Long-Name+tag@sub.far.example", ["root@mail.example"])
if part == "second":
    mail("dora@shop.example", ["emil@gone.example"], "Are you there?", tls=True)
    mail("dora@shop.example", ["full@full.example", "carol@far.example"])
    for n in range(2):
        mail(f"anna{n}@far.example", ["berta@shop.example", f"carol{n}@far.example"], f"Number {n}", tls=n % 2 == 0)
