"""Fonts for letters that matplotlib's own lacks, such as those of Chinese or Japanese names."""
import sys
import warnings

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from .style import plt


def lacking(texts, letters):
    """The texts that have letters which are none of these."""
    return [text for text in texts if any(ord(letter) not in letters and not letter.isspace() for letter in text)]


def letters_of(file):
    try:
        return set(FT2Font(file).get_charmap())
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


def choose_fonts(texts):
    """Adds the font that has most of what the usual one lacks, the first of several; what still lacks letters is named once."""
    usual = letters_of(font_manager.findfont("DejaVu Sans"))
    lost = lacking(texts, usual)
    if not lost:
        return
    left = {font.name: lacking(lost, usual | letters_of(font.fname)) for font in reversed(fonts())}
    best = min(reversed(left), key=lambda name: len(left[name]))
    plt.rcParams["font.family"] = ["DejaVu Sans", best]
    if left[best]:
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        print(f"plot.py: no font here has all letters of {left[best][0]}; boxes stand for them. Install one that has them "
              "(Debian: fonts-noto-core, fonts-noto-cjk)", file=sys.stderr)
