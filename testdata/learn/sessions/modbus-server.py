# The server for modbus.pcapng, with python3-pymodbus 3.0:
#
#   python3 modbus-server.py &
#   relay -w modbus.pcapng --listen tcp:127.0.0.1:15503 --to tcp:127.0.0.1:15502 --name /run/plc.sock -- python3 modbus.py

import random

from pymodbus.datastore import (
    ModbusSequentialDataBlock as Block,
    ModbusServerContext,
    ModbusSlaveContext,
)
from pymodbus.server import StartTcpServer

random.seed(5)


def slave():
    return ModbusSlaveContext(
        di=Block(0, [random.random() < 0.5 for _ in range(200)]),
        co=Block(0, [random.random() < 0.5 for _ in range(200)]),
        hr=Block(0, [random.randrange(65536) for _ in range(200)]),
        ir=Block(0, [random.randrange(200, 300) for _ in range(200)]),
    )


slaves = ModbusServerContext(slaves={n: slave() for n in (1, 2, 17)}, single=False)
StartTcpServer(context=slaves, address=("127.0.0.1", 15502))
