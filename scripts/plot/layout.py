"""What stands around the panels: a title and a legend above, below a caption and what must be known of the numbers."""
import dataclasses
import textwrap
import warnings

import matplotlib.pyplot as plt

from .errors import refuse

PAD = 0.06  # inches between what stands around the panels
LEAST = 0.8  # inches of height that panels want
NARROW = 4.5  # inches of width below which a legend stands below the panels


@dataclasses.dataclass
class Picture:
    """What a kind has drawn: a figure of panels in their size, and the words and handles that go around them."""
    figure: plt.Figure
    caption: list  # sentences
    legend: dict = dataclasses.field(default_factory=dict)  # label: handle
    legend_title: str = ""
    least: float = 0.0  # inches of height that its rows of names want, however narrow it is


def extent(figure, artist):
    """Width and height in inches."""
    box = artist.get_window_extent(figure.canvas.get_renderer())
    return box.width / figure.dpi, box.height / figure.dpi


def wrapped_text(figure, text, width, **more):
    """A text, in lines that are no wider."""
    artist = figure.text(0.5, 0.5, text, ha="center", linespacing=1.25, **more)
    letters = len(text)
    while extent(figure, artist)[0] > width and letters > 8:
        letters = min(int(letters * 0.95), int(letters * width / extent(figure, artist)[0]) + 3)
        artist.set_text(textwrap.fill(text, letters))
    lines = artist.get_text().count("\n") + 1
    for fewer in range(letters - 1, 8, -1):  # lines of much the same length
        even = textwrap.fill(text, fewer)
        if even.count("\n") + 1 > lines:
            break
        artist.set_text(even)
    return artist


def wrapped(name, letters=34):
    """A name in lines: of an axis or a legend."""
    return "\n".join(textwrap.wrap(name, letters, drop_whitespace=False)) if len(name) > letters else name


def make_legend(figure, picture, columns, letters):
    legend = figure.legend(picture.legend.values(), [str(i) for i in range(len(picture.legend))], loc="upper center", ncol=columns,
                           frameon=False, title=picture.legend_title or None, handlelength=2.6, columnspacing=1.6,
                           borderaxespad=0, borderpad=0.1)
    for text, name in zip(legend.get_texts(), picture.legend):  # afterwards: a label that begins with "_" would be left out
        text.set_text(wrapped(name, letters))
    return legend


def add_legend(figure, picture, width):
    """A legend of as few rows as fit, and of no more columns than these need."""
    count, letters = len(picture.legend), 60
    columns = min(count, 8)
    legend = make_legend(figure, picture, columns, letters)
    while extent(figure, legend)[0] > width and letters > 8:
        legend.remove()
        columns, letters = (columns - 1, letters) if columns > 1 else (1, letters - 4)
        legend = make_legend(figure, picture, columns, letters)
    legend.remove()
    rows = -(-count // columns)
    return make_legend(figure, picture, -(-count // rows), letters)


def panels_height(picture, options, own_width, around):
    """How high the panels are, in inches. In a picture whose width was asked for they keep their shape, as far as their labels leave
    room for it, and one alone makes no picture that is higher than wide."""
    figure, width = picture.figure, picture.figure.get_figwidth()
    own = height = figure.get_figheight()
    if options.height:
        return options.height - around
    if options.width:
        down, across = figure.axes[0].get_gridspec().get_geometry()
        height = own * width / own_width
        if height < own:
            height = max(height, min(own, down * (0.62 * width / across + 0.05 * options.font_size)))
        if down * across == 1:
            height = min(height, max(width - around, 2 * LEAST))
        height = max(height, picture.least)
    return height


def words_around(picture, options, note):
    """What stands above and below the panels: title, legend, note and caption."""
    figure = picture.figure
    width, small = figure.get_figwidth() - 2 * PAD, options.font_size * 0.9
    caption = " ".join(picture.caption) if options.caption is None else options.caption
    above = [wrapped_text(figure, options.title, width, fontsize=options.font_size * 1.3)] if options.title else []
    legend = [add_legend(figure, picture, width)] if picture.legend else []
    below = [wrapped_text(figure, text, width, fontsize=small, color=color)
             for text, color in ((note, "#a00000"), (caption, "0.3")) if text]
    return (above, legend + below) if figure.get_figwidth() < NARROW else (above + legend, below)


def compose(picture, options, note=""):
    """Puts title, legend, caption and note around the panels. These keep their size, unless the whole has a size to keep."""
    figure, own_width = picture.figure, picture.figure.get_figwidth()
    figure.set_dpi(options.dpi)
    if options.width:
        figure.set_figwidth(options.width)
    above, below = words_around(picture, options, note)
    heights = {artist: extent(figure, artist)[1] + PAD for artist in above + below}
    top, bottom = (sum(heights[artist] for artist in group) + PAD * bool(group) for group in (above, below))
    inner = panels_height(picture, options, own_width, top + bottom)
    if inner < LEAST:
        refuse(f"--height {options.height:g}: title, legend and caption alone take {top + bottom:.1f} inches of it; "
               "give more height or width, or a smaller --font-size")
    whole = top + inner + bottom
    figure.set_figheight(whole)
    place_around(above, below, heights, whole)
    figure.get_layout_engine().set(rect=(0, bottom / whole, 1, inner / whole))
    lay_out(figure)
    if wrap_titles(figure):
        lay_out(figure)
    figure.set_layout_engine("none")


def lay_out(figure):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        figure.get_layout_engine().execute(figure)
    if any("collapsed" in str(warning.message) for warning in caught):
        refuse(f"the panels find no room on {figure.get_figwidth():.3g} x {figure.get_figheight():.3g} inches; give more --width or "
               "--height, or a smaller --font-size")


def wrap_titles(figure):
    """Titles that are wider than their panels are put on several lines; whether there are any."""
    wide = False
    for axes in figure.axes:
        room, (width, _) = axes.get_window_extent().width / figure.dpi, extent(figure, axes.title)
        if width > room + 2 * PAD and axes.get_title():
            lines = axes.get_title().split("\n")
            letters = max(8, int(max(map(len, lines)) * room / width))
            axes.title.set_text("\n".join(textwrap.fill(line, letters) for line in lines))
            wide = True
    return wide


def place_around(above, below, heights, whole):
    """From the top down, and from the bottom up."""
    y, places = whole - PAD, {}
    for artist in above:
        places[artist] = y
        y -= heights[artist]
    y = 0
    for artist in reversed(below):
        y += heights[artist]
        places[artist] = y
    for artist, top in places.items():
        if isinstance(artist, plt.Text):
            artist.set(y=top / whole, va="top")
        else:
            artist.set_bbox_to_anchor((0.5, top / whole))
