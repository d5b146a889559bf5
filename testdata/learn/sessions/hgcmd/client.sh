#!/bin/sh
# What hglib runs instead of hg, whatever it says of options.
exec socat - UNIX-CONNECT:$HGSERVER
