# What somebody does with amulegui, in a display of its own: a friend, a category, a comment, servers, Kad, a search, preferences.

window() { xdotool search --onlyvisible --name "$1" | tail -1; }
at() { xdotool mousemove "$1" "$2" click "${3-1}"; sleep 0.3; }
within() { xdotool mousemove --window "$(window "$1")" "$2" "$3" click 1; sleep 0.3; }
menu() { at "$1" "$2" 3; shift 2; sleep 0.2; xdotool key "$@"; sleep 0.7; }
write() { xdotool key ctrl+a type "$1"; }

at 583 50 # messages
menu 100 200 Down Down Return
write 10.9.0.2; xdotool key Tab; write 4623; xdotool key Tab; write shelf; xdotool key Tab; write 00112233445566778899AABBCCDDEEFF; xdotool key Tab Return
sleep 1
at 368 50 # downloads
menu 190 125 Down Down Down Return
write Papers; xdotool key Tab; write 'to read'; within Category 175 228
sleep 0.7
menu 100 184 Down Down Right Down Return
menu 100 184 Down Down Down Down Return
menu 100 184 Down Down Down Down Down Down Return
at 477 50 # shared files
menu 60 177 Down Down Down Return
write 'worth it'; xdotool key Tab Tab Return; sleep 0.5
menu 60 198 Down Down Right Down Down Return
at 172 50 # networks
at 290 177; xdotool type barn; at 560 177; xdotool type 10.9.0.77; at 727 177; write 5555; at 829 177
sleep 1
menu 40 232 Down Down Down Right Down Return
at 105 107 # Kad
at 877 171; xdotool type 10; at 912 171; xdotool type 9; at 946 171; xdotool type 0; at 980 171; xdotool type 2; at 933 207; xdotool type 4624; at 912 247
sleep 1
at 268 50 # searches
at 300 133; xdotool type 'winter song'; at 655 133; xdotool key Up Up Return; at 210 182
sleep 2
at 680 50 # statistics
sleep 1
at 798 50 # preferences
sleep 1
within Preferences 255 495
sleep 1
