"""Letters that matplotlib's own font lacks, such as those of Chinese or Japanese names: from other fonts of the machine, or as code points."""
import sys
import unicodedata

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text

from .errors import listed
from .style import plt

USUAL = "DejaVu Sans"
MOST = 4  # fonts beside it


def letters_of(file):
    """Those that a font can draw in any size."""
    try:
        font = FT2Font(file)
        return set(font.get_charmap()) if font.scalable else set()
    except (OSError, RuntimeError):  # a file that is gone since the list was made, or none that can be read
        return set()


def fonts():
    """All of this machine, those of plain weight first; matplotlib's own list may be older than some of them."""
    known = font_manager.fontManager.ttflist
    for file in sorted(set(font_manager.findSystemFonts()) - {font.fname for font in known}):
        try:
            font_manager.fontManager.addfont(file)
        except (OSError, RuntimeError, ValueError, NotImplementedError):  # bitmaps, and what else matplotlib cannot draw with
            pass
    return sorted(known, key=lambda font: (str(font.weight) not in ("400", "normal", "regular"), font.name, font.fname))


def choose_fonts(letters):
    """Names of fonts, each the one that has most of what those before it lack, and the letters that none of them has."""
    names, left = [USUAL], letters - letters_of(font_manager.findfont(USUAL))
    known = {font.name: letters_of(font.fname) & left for font in reversed(fonts())} if left else {}
    while left and known and len(names) <= MOST:
        best = max(reversed(known), key=lambda name: len(known[name] & left))
        if not known[best] & left:
            break
        names.append(best)
        left = left - known[best]
    return names, left


def spelled(letter):
    """A letter that cannot be drawn: what only joins or varies others is left out, of the rest the code point stands there."""
    kind = unicodedata.category(letter)
    if kind == "Cc":
        return " "
    return "" if kind == "Cf" or unicodedata.name(letter, "").startswith("VARIATION SELECTOR") else f"[U+{ord(letter):04X}]"


def spell(figure, spelling):
    """Puts all words of a figure in letters that can be drawn."""
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            labels = [label.get_text() for label in axis.get_majorticklabels()]
            if any(label.translate(spelling) != label for label in labels):
                axis.set_ticklabels([label.translate(spelling) for label in labels])
    for text in figure.findobj(Text):
        text.set_text(text.get_text().translate(spelling))


def make_legible(picture, options):
    """Chooses fonts for a picture, and says once where they do not suffice."""
    around = [*picture.legend, picture.legend_title, *picture.caption, options.title or "", options.caption or ""]
    drawn = picture.figure.findobj(Text)
    texts = [text.get_text() for text in drawn] + around
    letters = {ord(letter) for text in texts for letter in text if letter != "\n"}
    unseen = {letter for letter in letters if unicodedata.category(chr(letter)) in ("Cc", "Cf")}  # some fonts draw these all the same
    names, left = choose_fonts(letters - unseen)
    left = left | unseen
    plt.rcParams["font.family"] = names
    for text in drawn:
        text.set_fontfamily(names)
    if not left:
        return
    spelling = {letter: spelled(chr(letter)) for letter in left}
    spell(picture.figure, spelling)
    picture.legend = {name.translate(spelling): handle for name, handle in picture.legend.items()}
    picture.caption = [words.translate(spelling) for words in picture.caption]
    picture.legend_title = picture.legend_title.translate(spelling)
    options.title, options.caption = (text and text.translate(spelling) for text in (options.title, options.caption))
    shown = sorted(words for words in spelling.values() if words.strip())
    if shown:
        print(f"plot.py: no font here has the letters of {listed(shown, 3)}, which stand in their place. Install one that has them "
              "(Debian: fonts-noto-core, fonts-noto-cjk)", file=sys.stderr)
