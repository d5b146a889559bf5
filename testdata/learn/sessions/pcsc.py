"""What else clients said for pcsc.pcapng: pcsc.sh runs this."""
import sys
import threading
from smartcard.scard import *

def apdu(text): return list(bytes.fromhex(text))

def context(scope=SCARD_SCOPE_USER): return SCardEstablishContext(scope)[1]

def card(ctx, reader, share=SCARD_SHARE_SHARED, protocols=SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1):
    rv, handle, protocol = SCardConnect(ctx, reader, share, protocols)
    return handle, {SCARD_PROTOCOL_T0: SCARD_PCI_T0, SCARD_PROTOCOL_T1: SCARD_PCI_T1}.get(protocol, SCARD_PCI_RAW)

first, second = 'Virtual PCD 00 00', 'Virtual PCD 00 01'

def files():
    "makes files on the card, writes and reads them"
    ctx = context(SCARD_SCOPE_SYSTEM)
    h, p = card(ctx, first)
    SCardBeginTransaction(h)
    SCardTransmit(h, p, apdu('00a40000023f00'))
    for name, size in ('2f00', 24), ('2f02', 180):
        SCardTransmit(h, p, apdu('00a4020c02' + name))
        SCardTransmit(h, p, apdu('00b0000000'))
        SCardTransmit(h, p, apdu('00d60002%02x' % size + (('text of %s, ' % name) * 20).encode()[:size].hex()))
        SCardTransmit(h, p, apdu('00b000%02x%02x' % (size // 4, size // 2)))
    for aid in 'a000000001', 'a0000000031010', 'a00000000101020304', 'd2760001240102000001':
        SCardTransmit(h, p, apdu('00a40400%02x' % (len(aid) // 2) + aid))
    SCardTransmit(h, p, apdu('00b0000405'))
    SCardEndTransaction(h, SCARD_LEAVE_CARD)
    SCardStatus(h)
    for n in 1, 8, 64:
        SCardTransmit(h, p, apdu('008400%02x%02x' % (0, n)))
    SCardTransmit(h, p, apdu('0020008104') + [0x31, 0x32, 0x33, 0x34])
    SCardTransmit(h, p, apdu('0020008106') + [0x39, 0x39, 0x39, 0x39, 0x39, 0x39])
    SCardTransmit(h, p, apdu('80ca9f7f00'))
    SCardReconnect(h, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1, SCARD_RESET_CARD)
    SCardTransmit(h, p, apdu('00a4000c022f02'))
    SCardTransmit(h, p, apdu('00b0001020'))
    SCardDisconnect(h, SCARD_RESET_CARD)
    SCardReleaseContext(ctx)

def attributes():
    "asks for what reader and card are, and controls them"
    ctx = context()
    h, p = card(ctx, first, protocols=SCARD_PROTOCOL_T1)
    for a in 0x0303, 0x0fae:
        SCardGetAttrib(h, a)
    SCardSetAttrib(h, SCARD_ATTR_SUPRESS_T1_IFS_REQUEST, [1])
    SCardSetAttrib(h, SCARD_ATTR_DEVICE_SYSTEM_NAME_A, list(b'the first reader'))
    SCardControl(h, SCARD_CTL_CODE(3400), [])
    SCardControl(h, SCARD_CTL_CODE(1), [1, 2, 3, 4])
    SCardControl(h, SCARD_CTL_CODE(3500), list(b'blink'))
    other = context()
    card(other, first, SCARD_SHARE_EXCLUSIVE)  # somebody has it
    SCardReconnect(h, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, SCARD_LEAVE_CARD)
    SCardReconnect(h, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1, SCARD_UNPOWER_CARD)
    h2, _ = card(other, first)
    SCardBeginTransaction(h)
    SCardEndTransaction(h, SCARD_RESET_CARD)
    SCardBeginTransaction(h2)
    SCardEndTransaction(h2, SCARD_UNPOWER_CARD)
    SCardTransmit(h, p, apdu('00a4000c023f00'))  # it was reset
    SCardDisconnect(h2, SCARD_LEAVE_CARD)
    SCardDisconnect(h, SCARD_EJECT_CARD)
    SCardReleaseContext(other)
    card(ctx, 'Virtual PCD 00 07')
    h3, _ = card(ctx, second, SCARD_SHARE_DIRECT, 0)
    SCardControl(h3, SCARD_CTL_CODE(2), [0])
    SCardDisconnect(h3, SCARD_LEAVE_CARD)
    SCardReleaseContext(ctx)

def waiting():
    "waits for a card, and is stopped"
    ctx = context()
    stop = threading.Timer(0.3, lambda: SCardCancel(ctx))
    stop.start()
    SCardGetStatusChange(ctx, 5000, [(second, SCARD_STATE_EMPTY)])
    stop.join()
    SCardReleaseContext(ctx)

{'files': files, 'attributes': attributes, 'waiting': waiting}[sys.argv[1]]()
