"""Makes a server be far away: far.py PORT TO hands on what is said at PORT to TO and back, each a moment later, one behind the other."""

import asyncio
import random
import sys

port, to = map(int, sys.argv[1:])


async def carry(reader, writer):
    loop, due, pending = asyncio.get_running_loop(), 0.0, asyncio.Queue()

    async def deliver():
        while (late := await pending.get()) is not None:
            when, data = late
            await asyncio.sleep(max(0, when - loop.time()))
            writer.write(data)
        writer.close()

    delivery = asyncio.create_task(deliver())
    while data := await reader.read(1 << 16):
        due = max(due, loop.time() + random.uniform(0.02, 0.07))
        pending.put_nowait((due, data))
    pending.put_nowait(None)
    await delivery


async def client(reader, writer):
    there_reader, there_writer = await asyncio.open_connection("127.0.0.1", to)
    await asyncio.gather(carry(reader, there_writer), carry(there_reader, writer), return_exceptions=True)


async def main():
    async with await asyncio.start_server(client, "127.0.0.1", port) as server:
        await server.serve_forever()


asyncio.run(main())
