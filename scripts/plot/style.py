"""Colours, dashes, markers, axes."""
import math

import matplotlib
import matplotlib.pyplot as plt
import matplotlib.ticker
import numpy as np

# Okabe and Ito's colours, which the colour-blind can tell apart (without their yellow, which white swallows), and
# dashes and markers, which also tell lines apart in grey. The report page uses the same, in the same order.
COLORS = ["#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"]
DASHES = ["-", (0, (5, 2.5)), (0, (1.2, 1.5)), (0, (7, 2, 1.5, 2)), (0, (10, 3))]
# Where logarithmic axes may be labelled, the densest first: steps of a decade, and of how many decades each.
LOG_STEPS = [((1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9), 1), ((1, 1.5, 2, 3, 4, 5, 6, 8), 1), ((1, 1.5, 2, 3, 5, 7), 1), ((1, 2, 3, 5), 1),
             ((1, 2, 5), 1), ((1, 3), 1), ((1,), 1), ((1,), 2), ((1,), 3), ((1,), 5), ((1,), 10)]
MARKERS = ["o", "s", "^", "D", "v", "P", "X"]


def set_up(font_size):
    """Names are text, not formulas; and the same log gives the same bytes."""
    matplotlib.rcdefaults()
    matplotlib.use("agg")
    plt.rcParams.update({"text.parse_math": False, "svg.hashsalt": "regrun", "axes.grid": True, "grid.color": "0.9",
                         "axes.axisbelow": True, "axes.spines.top": False, "axes.spines.right": False, "font.size": font_size,
                         "axes.titlesize": font_size * 1.1, "axes.labelsize": font_size, "figure.titlesize": font_size * 1.3,
                         "xtick.labelsize": font_size * 0.95, "ytick.labelsize": font_size * 0.95,
                         "legend.fontsize": font_size, "figure.constrained_layout.use": True})


def style_of(i, count):
    """That of the i-th of several lines: beyond seven they bear markers, too, which are of a length to be seen in a legend."""
    turn = i // len(COLORS)
    return {"color": COLORS[i % len(COLORS)], "dash": DASHES[(i + turn) % len(DASHES)],
            "marker": MARKERS[(i + turn) % len(MARKERS)], "marked": count > len(COLORS)}


def styles_of(log):
    """Colour, dash and marker of each setting, in the order of the log."""
    names = list(dict.fromkeys(log["setting"]))
    return {name: style_of(i, len(names)) for i, name in enumerate(names)}


def line_of(style, **more):
    """How plot() draws a line of this style."""
    line = {"color": style["color"], "linestyle": style["dash"], "linewidth": 1.5, "markersize": 4}
    if style["marked"]:
        line["marker"] = style["marker"]
    return {**line, **more}


def handle_of(style, **more):
    return plt.Line2D([], [], **line_of(style, **more))


class LogTicks(matplotlib.ticker.Locator):
    """Where a logarithmic axis is labelled: as densely as its labels stand apart, so that there are some where the curves are."""

    def __init__(self, room):
        self.room = room  # of a label, in heights of its letters

    def __call__(self):
        return self.tick_values(*sorted(self.axis.get_view_interval()))

    def tick_values(self, vmin, vmax):
        axes, span = self.axis.axes, math.log10(vmax / vmin)
        box = axes.get_window_extent()
        length = (box.width if self.axis is axes.xaxis else box.height) * 72 / axes.figure.dpi
        first, last = math.floor(math.log10(vmin)), math.ceil(math.log10(vmax))
        for steps, decades in LOG_STEPS:
            ticks = np.array([step * 10.0 ** power for power in range(first - first % decades, last + 1, decades) for step in steps])
            ticks = ticks[(ticks >= vmin * (1 - 1e-9)) & (ticks <= vmax * (1 + 1e-9))]
            apart = np.diff(np.log10(ticks)).min() / span * length if len(ticks) > 1 else math.inf
            if apart >= self.room * plt.rcParams["font.size"]:
                break
        return ticks


def use_log_scale(axes, values, across=False):
    """Puts positive values on a logarithmic axis. A band that reaches to 0 or below ends at the axis there, and there alone: its
    edge must not fall at the epochs beside."""
    axis = axes.xaxis if across else axes.yaxis
    (axes.set_xscale if across else axes.set_yscale)("log")
    axis.set_major_locator(LogTicks(3.5 if across else 1.45))
    axis.set_major_formatter(matplotlib.ticker.FormatStrFormatter("%g"))
    axis.set_minor_formatter(matplotlib.ticker.NullFormatter())
    floor = values.min() / 1.3
    (axes.set_xlim if across else axes.set_ylim)(floor, values.max() * 1.3)
    for path in [] if across else [path for band in axes.collections for path in band.get_paths()]:
        y = path.vertices[:, 1]
        y[y <= 0] = floor


def few(items, most):
    """At most so many of them, evenly chosen, the first and the last among them."""
    return items if len(items) <= most else [items[round(i * (len(items) - 1) / (most - 1))] for i in range(most)]


def whole_numbers(axis, values=()):
    """Ticks at whole numbers; at the only one of the values, where there is one."""
    if len(set(values)) == 1:
        axis.set_ticks([*set(values)])
        return
    axis.set_major_locator(matplotlib.ticker.MaxNLocator(nbins="auto", steps=[1, 2, 5, 10], integer=True))


def panels(count, most, size, **more):
    """A figure of so many panels, at most `most` to a row and rows evenly filled, each of a size in inches; and they."""
    down = -(-count // most)
    across = -(-count // down)
    figure, axes = plt.subplots(down, across, figsize=(size[0] * across, size[1] * down), squeeze=False, **more)
    for place in axes.flat[count:]:
        place.remove()
    return figure, list(axes.flat[:count])


def spread(values):
    """By which factor positive values lie apart; 0 where some are not positive."""
    values = np.asarray(values, dtype=float)
    values = values[np.isfinite(values)]
    return values.max() / values.min() if len(values) and values.min() > 0 else 0.0
