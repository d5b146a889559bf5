# What a client said for amqp.pcapng, with python3-pika, of RabbitMQ at port 15672:
#
#   relay -w amqp.pcapng --listen tcp:127.0.0.1:15673 --to tcp:127.0.0.1:15672 --name @amqp -- python3 amqp.py

import pika, random
random.seed(4)

def conn(v='/'):
    return pika.BlockingConnection(pika.ConnectionParameters('127.0.0.1', 15673, v, pika.PlainCredentials('guest', 'guest'), heartbeat=random.choice((30, 60)), client_properties={'connection_name': 'shed'}))
c = conn()
ch = c.channel()
other = c.channel()
ch.exchange_declare('tools', exchange_type='topic', durable=False)
ch.exchange_declare('news', exchange_type='fanout', auto_delete=True)
for i, n in enumerate(('saw', 'hammer', 'chisel')):
    ch.queue_declare(n, exclusive=bool(i % 2), arguments={'x-message-ttl': 60000 * (i + 1), 'x-max-length': 10 + i} if i != 1 else None)
    ch.queue_bind(n, 'tools', 'tools.%s.#' % n)
    ch.queue_bind(n, 'news')
ch.confirm_delivery()
for i in range(8):
    n = ('saw', 'hammer', 'chisel')[i % 3]
    ch.basic_publish('tools', 'tools.%s.price' % n, ('%d.%02d' % (i * 3, i * 13 % 100)).encode(), pika.BasicProperties(content_type='text/plain', delivery_mode=1 + i % 2, priority=i % 5, timestamp=1700000000 + i * 977, message_id='m%d' % i))
    other.basic_publish('news', '', random.randbytes(20 + i * 9), pika.BasicProperties(headers={'count': i, 'from': 'shed', 'ok': bool(i % 2)}, correlation_id='c%d' % i, reply_to='saw', type='bin', app_id='bench'))
ch.basic_qos(prefetch_count=5)
other.basic_qos(prefetch_count=2)
for i in range(5):
    m, p, b = ch.basic_get(('saw', 'hammer', 'chisel')[i % 3])
    if m:
        ch.basic_ack(m.delivery_tag)
n = 0
for m, p, b in ch.consume('hammer', inactivity_timeout=0.3):
    if m is None:
        break
    n += 1
    ch.basic_ack(m.delivery_tag) if n % 3 else ch.basic_nack(m.delivery_tag, requeue=False)
ch.cancel()
for m, p, b in ch.consume('saw', inactivity_timeout=0.3, auto_ack=True):
    if m is None:
        break
ch.cancel()
ch.queue_purge('chisel')
ch.queue_unbind('saw', 'tools', 'tools.saw.#')
ch.queue_delete('saw')
other.queue_declare('hammer', passive=True)
try:
    other.queue_declare('nobody', passive=True)
except Exception:
    pass
t = c.channel()
t.tx_select()
t.basic_publish('tools', 'tools.chisel', b'in a transaction')
t.tx_commit()
t.tx_rollback()
t.close()
ch.exchange_delete('tools')
c.close()
