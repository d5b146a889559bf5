# Masters, one after another: the first one on which all is allowed; one that gets no terminal, and asks.
cd /tmp/sshmux
ssh -F ssh_config -M -S $PWD/server -N gate & first=$!
wait $first
ssh -F ssh_config -o ControlMaster=ask -S $PWD/server -o IdentityFile=limited -N gate </dev/null
