# An application with Qt 5 that copies, as applications do, in several formats: copy.py text|page|picture|pick WORDS
import sys

from PyQt5.QtCore import QMimeData, QTimer
from PyQt5.QtGui import QClipboard, QColor, QImage
from PyQt5.QtWidgets import QApplication

what, words = sys.argv[1:3]
app = QApplication(sys.argv[:1])
copied = QMimeData()
if what == "picture":
    image = QImage(5, 7, QImage.Format_RGB32)
    for at in range(35):
        image.setPixelColor(at % 5, at // 5, QColor(at * 29 % 256, at * 83 % 256, at * 7))
    copied.setImageData(image)
else:
    copied.setText(words)
if what == "page":
    copied.setHtml("<h1>%s</h1><p>2 for 5 &euro;</p>" % words)
app.clipboard().setMimeData(copied, QClipboard.Selection if what == "pick" else QClipboard.Clipboard)
QTimer.singleShot(60000, app.quit)
app.exec_()
