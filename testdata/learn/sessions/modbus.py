# What a client said for modbus.pcapng: modbus-server.py.

import random
from pymodbus.client import ModbusTcpClient
random.seed(9)
for run in range(3):
    c = ModbusTcpClient('127.0.0.1', port=15503, timeout=1, retries=0)
    c.connect()
    for k in range(6):
        u = random.choice((1, 2, 17))
        a = random.randrange(100)
        c.read_coils(a, random.randrange(1, 40), slave=u)
        c.read_discrete_inputs(a, random.randrange(1, 33), slave=u)
        c.read_holding_registers(random.randrange(100), random.randrange(1, 13), slave=u)
        c.read_input_registers(random.randrange(100), random.randrange(1, 9), slave=u)
        c.write_coil(random.randrange(100), random.random() < 0.5, slave=u)
        c.write_register(random.randrange(100), random.randrange(65536), slave=u)
        c.write_coils(random.randrange(100), [random.random() < 0.5 for _ in range(random.randrange(1, 30))], slave=u)
        c.write_registers(random.randrange(100), [random.randrange(65536) for _ in range(random.randrange(1, 10))], slave=u)
        c.read_holding_registers(5000 + k, 2, slave=u)
    c.close()
