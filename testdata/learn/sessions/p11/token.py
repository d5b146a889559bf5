# A program that uses a token for many things in a session or two.

import sys, hashlib
from PyKCS11 import *

lib = PyKCS11Lib()
lib.load(sys.argv[1])
lib.getInfo()
slots = lib.getSlotList(tokenPresent=True)
slot = next(s for s in slots if lib.getTokenInfo(s).label.strip() == "office")
lib.getSlotInfo(slot)
for name in lib.getMechanismList(slot)[:24:8]:
    lib.getMechanismInfo(slot, name)

read = lib.openSession(slot)
read.getSessionInfo()
for size in 4, 33:
    read.generateRandom(size)
read.digest(b"to be digested", Mechanism(CKM_SHA256))
read.closeSession()

session = lib.openSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION)
try:
    session.login("4321")
except PyKCS11Error as wrong:
    print(wrong)
session.login("1234")
session.getSessionInfo()
session.seedRandom(b"a seed of some length")

# Keys.
yes, no = CK_TRUE, CK_FALSE
aes = session.generateKey([(CKA_CLASS, CKO_SECRET_KEY), (CKA_KEY_TYPE, CKK_AES), (CKA_VALUE_LEN, 32), (CKA_TOKEN, yes), (CKA_LABEL, "backup"), (CKA_ID, (0x10,)),
                           (CKA_ENCRYPT, yes), (CKA_DECRYPT, yes), (CKA_SENSITIVE, yes), (CKA_EXTRACTABLE, no)], MechanismAESGENERATEKEY)
rsa_public, rsa = session.generateKeyPair(
    [(CKA_CLASS, CKO_PUBLIC_KEY), (CKA_TOKEN, yes), (CKA_PRIVATE, no), (CKA_MODULUS_BITS, 1024), (CKA_PUBLIC_EXPONENT, (1, 0, 1)), (CKA_VERIFY, yes), (CKA_ENCRYPT, yes), (CKA_WRAP, yes), (CKA_LABEL, "signing key"), (CKA_ID, (0x22, 1))],
    [(CKA_CLASS, CKO_PRIVATE_KEY), (CKA_TOKEN, yes), (CKA_PRIVATE, yes), (CKA_SIGN, yes), (CKA_DECRYPT, yes), (CKA_UNWRAP, yes), (CKA_LABEL, "signing key"), (CKA_ID, (0x22, 1))])
ec_public, ec = session.generateKeyPair(
    [(CKA_EC_PARAMS, tuple(bytes.fromhex("06082a8648ce3d030107"))), (CKA_LABEL, "curve"), (CKA_ID, (0x33, 2, 4)), (CKA_VERIFY, yes)],
    [(CKA_LABEL, "curve"), (CKA_ID, (0x33, 2, 4)), (CKA_SIGN, yes), (CKA_START_DATE, tuple(b"20240101")), (CKA_END_DATE, tuple(b"20261231"))], MechanismECGENERATEKEYPAIR)

# Signatures.
signature = session.sign(rsa, b"some text", Mechanism(CKM_SHA256_RSA_PKCS))
session.verify(rsa_public, b"some text", signature, Mechanism(CKM_SHA256_RSA_PKCS))
digest = hashlib.sha256(b"fourth").digest()
signature = session.sign(rsa, digest, RSA_PSS_Mechanism(CKM_RSA_PKCS_PSS, CKM_SHA256, CKG_MGF1_SHA256, 32))
session.verify(rsa_public, digest, signature, RSA_PSS_Mechanism(CKM_RSA_PKCS_PSS, CKM_SHA256, CKG_MGF1_SHA256, 32))
signature = session.sign(ec, digest, Mechanism(CKM_ECDSA))
session.verify(ec_public, digest, signature, Mechanism(CKM_ECDSA))
try:
    session.verify(ec_public, digest, list(signature)[:-1] + [signature[-1] ^ 1], Mechanism(CKM_ECDSA))
except PyKCS11Error as wrong:
    print(wrong)

# Encryption.
for plain in b"sixteen bytes of", b"two blocks of text, that's all.\n":
    cipher = session.encrypt(aes, plain, Mechanism(CKM_AES_ECB))
    session.decrypt(aes, cipher, Mechanism(CKM_AES_ECB))
cipher = session.encrypt(rsa_public, b"a secret", Mechanism(CKM_RSA_PKCS))
session.decrypt(rsa, cipher, Mechanism(CKM_RSA_PKCS))
cipher = session.encrypt(rsa_public, b"another one", RSAOAEPMechanism(CKM_SHA_1, CKG_MGF1_SHA1))
session.decrypt(rsa, cipher, RSAOAEPMechanism(CKM_SHA_1, CKG_MGF1_SHA1))

# Keys that are wrapped, made and found.
short = session.generateKey([(CKA_VALUE_LEN, 16), (CKA_TOKEN, no), (CKA_LABEL, "for a while"), (CKA_EXTRACTABLE, yes), (CKA_SENSITIVE, no), (CKA_ENCRYPT, yes)], MechanismAESGENERATEKEY)
wrapped = session.wrapKey(rsa_public, short, Mechanism(CKM_RSA_PKCS))
again = session.unwrapKey(rsa, wrapped, [(CKA_CLASS, CKO_SECRET_KEY), (CKA_KEY_TYPE, CKK_AES), (CKA_LABEL, "again"), (CKA_EXTRACTABLE, yes), (CKA_SENSITIVE, no)], Mechanism(CKM_RSA_PKCS))
session.getAttributeValue(again, [CKA_LABEL, CKA_KEY_TYPE, CKA_EXTRACTABLE, CKA_VALUE, CKA_LOCAL, CKA_KEY_GEN_MECHANISM])
session.getAttributeValue(rsa, [CKA_MODULUS, CKA_PUBLIC_EXPONENT, CKA_SIGN, CKA_ALWAYS_SENSITIVE])
session.getAttributeValue(aes, [CKA_CLASS, CKA_VALUE, CKA_LABEL])
data = session.createObject([(CKA_CLASS, CKO_DATA), (CKA_TOKEN, yes), (CKA_LABEL, "notes"), (CKA_APPLICATION, "notebook"), (CKA_VALUE, tuple(b"remember the milk, and the bread"))])
secret = session.createObject([(CKA_CLASS, CKO_SECRET_KEY), (CKA_KEY_TYPE, CKK_GENERIC_SECRET), (CKA_LABEL, "mac"), (CKA_VALUE, tuple(range(7, 39))), (CKA_SIGN, yes)])
session.sign(secret, b"with a mac", Mechanism(CKM_SHA256_HMAC))
session.setAttributeValue(data, [(CKA_LABEL, "old notes")])
session.getAttributeValue(data, [CKA_LABEL, CKA_APPLICATION, CKA_VALUE])
for template in [(CKA_CLASS, CKO_PUBLIC_KEY)], [(CKA_LABEL, "old notes")], [(CKA_ID, (0x22, 1)), (CKA_CLASS, CKO_PRIVATE_KEY)]:
    session.findObjects(template)
session.destroyObject(again)
session.destroyObject(data)
session.setPin("1234", "a new pin")
session.logout()
session.closeSession()

admin = lib.openSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION)
admin.login("12345678", CKU_SO)
admin.initPin("1234")
admin.logout()
lib.closeAllSessions(slot)
lib.initToken(slots[-1], "13572468", "new token")
