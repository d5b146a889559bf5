# Songs with tags, of tones.
mkdir -p /srv/songs/box /srv/moc
song() {
	sox -q -n -b 16 -r 8000 -c $2 /srv/songs/tone.wav synth $3 sine $4
	oggenc -Q -q 0 -t "$5" -a "$6" -l "$7" -N "$8" -o /srv/songs/$1 /srv/songs/tone.wav
}
song rye.ogg 1 3 440 'Rye' 'The Bakers' 'Loaves' 1
song hills.ogg 2 5 330 'Over the hills and back' 'The Bakers' 'Loaves' 2
song salt.ogg 1 7 550 'Salt' 'Dora' '' 12
song box/one.ogg 1 2 220 'One' 'Emil' 'Numbers' 1
song box/two.ogg 2 4 262 'Two' 'Emil' 'Numbers' 2
sox -q -n -b 16 -r 11025 -c 1 /srv/songs/box/plain.wav synth 3 sine 392
rm /srv/songs/tone.wav
