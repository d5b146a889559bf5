# What clients said for rserve.pcapng, on a machine called stats, in rserve/:
#
#   R CMD Rserve --vanilla --no-save --RS-conf Rserv.conf
#   relay -w rserve.pcapng --listen unix:/run/rserve/rserve.s --to unix:/run/rserve/server.s -- sh ../rserve.sh

node rserve.js /run/rserve/rserve.s
Rscript --vanilla rserve.R /run/rserve/rserve.s
