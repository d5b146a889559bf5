# What clients said for xfs.pcapng, to a server of the fonts of xfonts-base and xfonts-75dpi, by xfs.conf in xfs/:
#
#   xfs -config xfs/xfs.conf -port 7100 &
#   relay -w xfs.pcapng --listen unix:/tmp/.font-unix/fs7101 --to unix:/tmp/.font-unix/fs7100 --name /tmp/.font-unix/fs7100 -- bash xfs.sh

exec >/dev/null 2>&1
export FONTSERVER=unix/:7101
xfsinfo
fslsfonts -fn '*-helvetica-bold-*-12-*'; fslsfonts -fn 'nothing-*'; fslsfonts -fn 'k*' -u
fslsfonts -l -fn '*-courier-medium-r-*--10-*'; fslsfonts -ll -fn '6x12'; fslsfonts -l -m -fn 'olcursor'
showfont -server $FONTSERVER -fn fixed -start 65 -end 70; showfont -server $FONTSERVER -fn '*-times-bold-r-*--18-*-iso8859-1' -start 97 -end 99 -noprops -msb -unit 16 -pad 16
showfont -server $FONTSERVER -fn '*-symbol-*-8-*' -ext -start 33 -end 60; showfont -server $FONTSERVER -fn k14 -start 9250 -end 9253 -b 1 -pad 32; showfont -server $FONTSERVER -fn 'no such'
showfont -server $FONTSERVER -fn 'cursor' -start 10 -end 14 -LSB -lsb -b 2 -noprops
python3 "$(dirname "$0")/xfs/client.py" $FONTSERVER
fslsfonts -ll -fn 'variable'
fslsfonts -ll -m -fn '*-lucida-bold-r-*-*-10-*'; fslsfonts -l -fn '*-charter-bold-r-*--8-*'; fslsfonts -fn '?x*'
for name in 9x15bold '*-charter-bold-i-*--19-*-iso8859-1' '*-utopia-regular-r-*--14-*-iso8859-1' micro decsess; do showfont -server $FONTSERVER -fn "$name" -start 40 -end 44 -noprops; done
for name in 5x7 12x24 '*-lucidatypewriter-medium-*--11-*-iso8859-1' hanzigb16st; do showfont -server $FONTSERVER -fn "$name" -ext -start 50 -end 90; done
xfsinfo
