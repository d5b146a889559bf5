# What a client said for ntp.pcapng: ntp.sh.

import ntplib, time
c = ntplib.NTPClient()
for i in range(12):
    try:
        c.request('127.0.0.1', version=(2, 3, 4)[i % 3], port=11124, timeout=1)
    except Exception as e:
        print(e)
    time.sleep(0.05)
