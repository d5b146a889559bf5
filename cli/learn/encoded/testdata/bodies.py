# Makes the bodies that the tests read, in hex, one on each line: NAME.hex of each encoding. It
# takes python3-msgpack, python3-cbor2, python3-bson and python3-protobuf of Debian 12.
import pickle
import zlib
import gzip

import bson
import cbor2
import msgpack
from google.protobuf import descriptor_pb2


def thing(i):
    d = {"id": i * i * 7, "name": "item %d" % (i * i), "tags": ["a", "bb", "c" * (i % 5)][: i % 4]}
    if i % 2:
        d["ok"] = i % 3 == 0
        d["ratio"] = i * 1.5
    if i % 3 == 0:
        d["none"] = None
    if i % 4 == 0:
        d["raw"] = bytes(range(i))
        d["deep"] = {"list": [[1, [2, {"x": -i}]], 2**40 + i], "less": -(2**33) - i}
    return d


def message(i):
    m = descriptor_pb2.FieldDescriptorProto(name="field%d" % (i * i))
    if i % 2:
        m.number = i * 37
    if i % 3:
        m.type_name = ".a.b%d" % i
    if i % 5:
        m.label = 1 + i % 3
    if i % 4 == 0:
        m.options.packed = True
        m.json_name = "x" * i
    return m.SerializeToString()


encoders = {
    "msgpack": lambda i: msgpack.packb(thing(i)),
    "cbor": lambda i: cbor2.dumps(thing(i)),
    "bson": lambda i: bson.encode(thing(i)),
    "pickle": lambda i: pickle.dumps(thing(i), protocol=2 + i % 4),
    "zlib": lambda i: zlib.compress(repr(thing(i)).encode()),
    "gzip": lambda i: gzip.compress(repr(thing(i)).encode(), mtime=0),
    "protobuf": message,
}
for name, encode in encoders.items():
    with open(name + ".hex", "w") as f:
        for i in range(12):
            print(encode(i).hex(), file=f)
