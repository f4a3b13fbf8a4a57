"""What training ended with: --kind final."""
import matplotlib.pyplot as plt
import numpy as np

from .bands import band_words, half_width, overlap_of
from .layout import Picture, wrapped
from .names import check_metric, title_of
from .runs import final_rows

WIDTH = 5.5  # inches
DOT = 3.2  # points from one dot to the next
DEEP = 3  # lines of dots beyond which they take half of a row
DEEPEST = 10  # lines of dots that a picture grows for
PANEL = 0.65  # what axes take of their panel, more or less


def finals_of(request, column):
    """The values that each setting's runs ended with."""
    last = final_rows(request.log)
    return {name: last.loc[last["setting"] == name, column].dropna() for name in request.styles}


def lines_of(values, apart):
    """On which line the dot of each value stands: the first where the one before it is no nearer than `apart`. So ties are all seen."""
    lines, ends = np.zeros(len(values), dtype=int), []
    for i in np.argsort(values, kind="stable"):
        line = next((line for line, end in enumerate(ends) if values[i] - end >= apart), len(ends))
        ends[line:line + 1] = [values[i]]
        lines[i] = line
    return lines


def spread_dots(finals, inches):
    """The lines of all settings' dots on axes of this width, and how many lines there are."""
    every = np.concatenate([values.to_numpy() for values in finals.values()])
    span = np.ptp(every) if len(every) else 0
    apart = DOT * span / (72 * inches) if span > 0 else 1.0
    lines = {name: lines_of(values.to_numpy(), apart) for name, values in finals.items()}
    return lines, 1 + max(own.max(initial=0) for own in lines.values())


def places_of(count, row_height):
    """In a row of so many points, in shares of it: where the mean stands and the first line of dots, from one to the next, their size."""
    mean, first, room = (-0.05, 0.16, 0.28) if count <= DEEP else (-0.28, -0.1, 0.52)
    step = min(0.1, room / max(1, count - 1))
    return mean, first, step, min(3.0, 0.95 * step * row_height)


def labels_of(request, alone, width, row_height):
    """Names of settings beside an axis; none where they find no room and the legend has them."""
    labels = [wrapped(name, 34 if alone or width > 7 else 22) for name in request.styles]
    lines = max(label.count("\n") + 1 for label in labels)
    return labels if alone or 1.2 * lines * request.options.font_size < row_height else [""] * len(labels)


def draw_final(axes, request, column):
    """A metric at the end of training: each seed, the mean and its band."""
    options, finals, figure = request.options, finals_of(request, column), axes.figure
    width, grid = options.width or figure.get_figwidth(), axes.get_gridspec()
    lines, count = spread_dots(finals, PANEL * width / grid.ncols)
    height = 72 * PANEL * figure.get_figheight() * min(1, width / figure.get_figwidth()) / grid.nrows / len(finals)
    mean, first, step, size = places_of(count, height)
    for row, (name, style) in enumerate(request.styles.items()):
        values = finals[name]
        if values.empty:
            continue
        axes.plot(values, row + first + step * lines[name], "o", color=style["color"], alpha=0.6, markersize=size, markeredgewidth=0)
        axes.errorbar(values.mean(), row + mean, xerr=half_width(values, options.band, overlap_of(request.log)), color=style["color"],
                      marker=style["marker"], markersize=6, capsize=3, linewidth=1.8)
    axes.set_yticks(range(len(finals)), labels_of(request, len(figure.axes) == 1, figure.get_figwidth(), height))
    axes.set_ylim(len(finals) - 0.5, -0.5)
    axes.set_title(f"final {title_of(column)}")
    axes.locator_params(axis="x", nbins=6)
    if column == "gap":
        axes.axvline(0, color="0.6", linewidth=0.8, zorder=0)


def plot_final(request):
    metric, font = request.metric_or("gap"), request.options.font_size / 9
    check_metric(metric, request.log)
    names = sum(wrapped(name).count("\n") for name in request.styles)
    _, count = spread_dots(finals_of(request, metric), PANEL * (request.options.width or WIDTH))
    rows = 0.4 * font * len(request.styles) + 0.15 * names * font
    deep = DOT / 72 / 0.5 * min(count, DEEPEST) * len(request.styles) if count > DEEP else 0
    figure, axes = plt.subplots(figsize=(WIDTH, 0.7 + max(rows, deep)))
    draw_final(axes, request, metric)
    words = band_words(request.log, request.options.band, "bars")
    return Picture(figure, [f"Dots: each seed; markers: {words}."], least=0.7 + rows)
