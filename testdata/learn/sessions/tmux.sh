# What clients said for tmux.pcapng, on a machine called desk that nobody else is on:
#
#   unshare -mu; hostname desk; mount -t tmpfs none /home; mkdir -p /home/ann/notes; cd /home/ann; export PS1='$ ' HOME=/home/ann
#   env -i PATH=/usr/bin:/bin HOME=$HOME PS1="$PS1" TERM=vt100 SHELL=/bin/sh tmux -S $PWD/server -f /dev/null new-session -d -s main -x 80 -y 24
#   relay -w tmux.pcapng --listen unix:$PWD/relay --to unix:$PWD/server --name /tmp/tmux-1000/default -- sh tmux.sh

cd /home/ann
mkfifo keys; exec 3<>keys >/dev/null 2>&1 # an attached terminal has an input that does not end
t() { env -i TERM=xterm "$@"; }
T="tmux -S /home/ann/relay"
client() { tmux -S server list-clients -F "#{client_$1}" | grep .; }
attach() { env -i TERM=$1 LANG=C.UTF-8 script -qfc "$2" /dev/null <keys & until client pid; do sleep 0.1; done; }

printf 'set -g status-left "[#S]"\nset -g history-limit 5000\nbind r source-file /home/ann/tmux.conf\n' >tmux.conf
printf 'buy bread\ncall Tom at 17:30\n' >notes/todo; seq 1 60 >notes/numbers
t EDITOR=vi $T new-session -d -s work -n edit -c /home/ann/notes 'cat'
cd notes; t $T list-sessions; t USER=ann $T -2 new-window -t work -n logs 'tail -f /home/ann/notes/numbers'; cd /
t LANG=C.UTF-8 $T -u source-file /home/ann/tmux.conf
t $T send-keys -t work:edit.0 'a line for the first pane' Enter
cd /home/ann/notes; t $T load-buffer -b todo todo; cat numbers | t $T load-buffer -b numbers -; t $T save-buffer -b todo saved; t $T save-buffer -a -b numbers /home/ann/all
cd /var/tmp; t $T show-buffer -b todo; t $T capture-pane -p -t work:edit.0
t USER=ann HOME=/home/ann $T set-option -g lock-command 'true the lock'; t $T display-message -p '#{session_name} has #{session_windows} windows'; t $T has-session -t nobody; t $T load-buffer /home/ann/nothing
t $T list-panes -s -t work -F '#{pane_index} #{pane_width}x#{pane_height} #{pane_current_command}'
cd /home/ann
attach vt100 "$T attach-session -t work"; p=$(client pid)
t $T refresh-client -t "$(client name)" -f read-only,ignore-size; kill -WINCH $p; sleep 0.2
t $T lock-session -t work; sleep 0.3
t $T suspend-client -t "$(client name)"; sleep 0.3; kill -CONT $p; sleep 0.3; kill -WINCH $p; sleep 0.2
t $T detach-client -s work; wait
attach vt52 "$T new-session -A -s third -n one"; t $T detach-client -s third -E 'echo gone; exit 3'; wait
{ echo 'list-windows'; sleep 0.2; echo 'new-window -n control cat'; sleep 0.2; echo 'send-keys -t control "typed by a program" Enter'; sleep 0.3; echo 'list-panes -a -F "#{pane_id} #{pane_width}"'
sleep 0.2; echo 'no-such-command'; sleep 0.2; echo 'refresh-client -f no-output'; sleep 0.2; echo 'detach-client -P'; sleep 0.2; } | t $T -C attach-session -t work
t $T -c 'exit 7'
t $T if-shell 'test -e /home/ann/notes/todo' 'display-message -p yes' 'display-message -p no'; t $T run-shell 'echo from the server; exit 2'
{ echo 'rename-session -t third last'; sleep 0.2; echo 'kill-window -t work:control'; sleep 0.5; } | t $T -C new-session -t main & sleep 0.4; t $T kill-server; wait
exit 0
