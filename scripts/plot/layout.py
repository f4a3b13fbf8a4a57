"""What stands around the panels: a title and a legend above, below a caption and what must be known of the numbers."""
import dataclasses
import textwrap
import warnings

import matplotlib.pyplot as plt

from .errors import refuse

PAD = 0.06  # inches between what stands around the panels
LEAST = 0.8  # inches of height that panels want
LOW = 0.7  # and each of them, within its labels, where the picture may grow
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

    def arrange():  # whether the panels have room
        whole = top + inner + bottom
        figure.set_figheight(whole)
        place_around(above, below, heights, whole)
        figure.get_layout_engine().set(rect=(0, bottom / whole, 1, inner / whole))
        return lay_out(figure)

    room = arrange()
    for _ in range(5):  # what is wrapped takes room from the panels
        lacking = low_by(figure, room) if options.width and not options.height else 0
        inner += lacking
        if not lacking and not (room and fit(figure)):
            break
        room = arrange()
    figure.set_layout_engine("none")
    if not room:
        refuse(f"the panels find no room on {figure.get_figwidth():.3g} x {figure.get_figheight():.3g} inches; give more --width or "
               "--height, or a smaller --font-size")


def lay_out(figure):
    """Whether the panels find room."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        figure.get_layout_engine().execute(figure)
    return not any("collapsed" in str(warning.message) for warning in caught)


def low_by(figure, room):
    """How many inches of height the panels lack to be LOW at least."""
    down = figure.axes[0].get_gridspec().nrows
    return max(0, LOW - min(axes.get_window_extent().height for axes in figure.axes) / figure.dpi) * down if room else LOW * down


def wrap_to(artist, length, room):
    """Puts a text that is longer than its room on several lines; whether that changed it."""
    text = artist.get_text()
    if length <= room + 2 * PAD or not text:
        return False
    lines = text.split("\n")
    letters = max(8, int(max(map(len, lines)) * room / length))
    artist.set_text("\n".join(textwrap.fill(line, letters, break_long_words=False) for line in lines))
    return artist.get_text() != text


def run_together(boxes):
    """Whether some of these boxes, of texts side by side, run into each other."""
    boxes = sorted(boxes, key=lambda box: (round(box.y0), box.x0))
    return any(left.x1 >= right.x0 - 2 for left, right in zip(boxes, boxes[1:]) if left.y0 < right.y1 and right.y0 < left.y1)


def thin_out(axes):
    """Leaves out labels across, and numbers in a map, that run into each other; whether there were any."""
    renderer = axes.figure.canvas.get_renderer()
    if axes.images and run_together([text.get_window_extent(renderer) for text in axes.texts]):
        for text in axes.texts:
            text.set_visible(False)
    low, high = sorted(axes.get_xlim())
    labels = {tick: label for tick, label in zip(axes.get_xticks(), axes.get_xticklabels()) if low <= tick <= high and label.get_text()}
    places, boxes = list(labels), [label.get_window_extent(renderer) for label in labels.values()]
    every = next(step for step in range(1, len(boxes) + 2) if not run_together(boxes[::step]))
    if every > 1:
        axes.set_xticks(places[::every], [labels[place].get_text() for place in places[::every]])
    return every > 1


def fit(figure):
    """Wraps titles and labels that are longer than their panels, and thins out ticks; whether anything changed."""
    changed = False
    for axes in figure.axes:
        box = axes.get_window_extent()
        width, height = box.width / figure.dpi, box.height / figure.dpi
        for artist, along, room in (axes.title, 0, width), (axes.xaxis.label, 0, width), (axes.yaxis.label, 1, height):
            changed |= wrap_to(artist, extent(figure, artist)[along], room)
        changed |= thin_out(axes)
    return changed


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
