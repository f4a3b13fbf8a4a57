"""A metric over the options of a sweep: --kind sweep.

One option goes along the axis, the second has a line for each value, the third a column of panels, the fourth a row of them; up to
three are shown as maps, too. Points that were drawn at random fill no such grid: each option then has a panel of its own.
"""
import matplotlib.pyplot as plt
import matplotlib.ticker
import numpy as np
import pandas as pd
from matplotlib.transforms import ScaledTranslation

from .bands import band_words, mean_and_half, overlap_of
from .errors import refuse, refuse_word
from .layout import Picture
from .logs import is_measure
from .names import check_metric, option_text, short_keys, title_of
from .runs import final_rows
from .style import handle_of, line_of, panels, style_of

MAPS_MOST = 5  # facets that have a map below
NAMED_MOST = 14  # settings that have a look and a name each where they are no grid
FEW = 5  # values of an option that stand side by side there, whatever lies between them
ROW_MOST = 4  # facets side by side where nothing stands below them


def as_numbers(values):
    """Options as numbers; on and off, and words, are none."""
    return pd.to_numeric(values.map(lambda value: None if isinstance(value, (bool, np.bool_)) else value), errors="coerce")


def swept_options(log):
    """The varied options with at least two different numbers, most values first."""
    counts = {column: as_numbers(log[column]).nunique() for column in log.columns if not is_measure(column)}
    return sorted((column for column, count in counts.items() if count >= 2), key=counts.get, reverse=True)


def values_of(rows, option):
    """The texts of an option's values, numbers in their order."""
    texts = list(dict.fromkeys(rows[option].map(option_text)))
    numbers = pd.to_numeric(pd.Series(texts), errors="coerce")
    return [texts[i] for i in np.argsort(numbers.to_numpy(), kind="stable")]


def place_across(axes, values):
    """The swept values along an axis: by their logarithm where they span eightfold or more, each one labelled."""
    if len(values) >= 3 and values[0] > 0 and values[-1] / values[0] >= 8:
        axes.set_xscale("log", base=2)
        axes.xaxis.set_minor_locator(matplotlib.ticker.NullLocator())
        if len(values) > 8:
            values = values[np.round(np.linspace(0, len(values) - 1, 6)).astype(int)]
        axes.set_xticks(values, [f"{value:g}" for value in values])
    elif len(values) <= 8:
        axes.set_xticks(values, [f"{value:g}" for value in values])


def merge_options(rows, options, short):
    """Options that only change together, as one: of each the first, with the texts of all. Their names, and what a panel's title says.
    Options that no two settings have in common, as those drawn at random, are none of these."""
    kept, titles, settings = [], {}, rows["setting"].nunique()
    for option in options:
        together = [own for own in kept if len(rows[[own, option]].drop_duplicates()) == rows[own].nunique() == rows[option].nunique() < settings]
        lead = together[0] if together else None
        words = short[option] + " " + rows[option]
        if lead is None:
            kept.append(option)
            titles[option] = words
            continue
        short[lead] += f", {short[option]}"
        rows[lead] += ", " + rows[option]
        titles[lead] = titles[lead] + ", " + words
    return kept, {(option, value): title for option in kept for value, title in zip(rows[option], titles[option])}


class Roles:
    """Which option stands where. `rows`: final rows; their options as texts, but for x."""

    def __init__(self, last, x):
        self.x, self.last = x, last
        options = [column for column in last.columns if not is_measure(column) and column not in (x, "x")]
        counts = {column: len(values_of(last, column)) for column in options}
        self.options = sorted((column for column in options if counts[column] > 1), key=counts.get, reverse=True)
        self.short = short_keys([x] + self.options)
        self.rows = last.assign(**{option: last[option].map(option_text) for option in self.options}, **{x: last["x"].map(option_text)})
        merged, self.titles = merge_options(self.rows, [x] + self.options, self.short)
        first, *rest = self.short[x].split(", ")
        self.short[x] = f"{first} (and with it {', '.join(rest)})" if rest else first
        others = merged[1:]
        self.columns, self.down = (others[1:2] + [None])[0], (others[2:3] + [None])[0]
        self.lines = others[:1] + others[3:]  # what is left over goes with the lines
        self.others = others
        self.points = self.rows[["x"] + others].drop_duplicates()
        self.whole = self.rows["x"].nunique() * int(np.prod([self.rows[option].nunique() for option in others], dtype=float))

    def is_grid(self):
        """Whether each panel that has something has more than half of its points."""
        facets = [option for option in (self.columns, self.down) if option]
        each = self.points.groupby(facets).size() if facets else pd.Series([len(self.points)])
        lines = self.points[self.lines].drop_duplicates() if self.lines else [""]
        return (each > 0.5 * self.points["x"].nunique() * len(lines)).all()

    def missing(self):
        """What a caption says of points that are not there."""
        return [] if len(self.points) == self.whole else [f"{len(self.points)} of {self.whole} combinations of these options have runs."]

    def lines_of(self):
        """Each line's label and the test of its rows."""
        if not self.lines:
            return {"": pd.Series(True, index=self.rows.index)}
        keys = self.rows[self.lines].agg(", ".join, axis=1)
        order = values_of(self.rows, self.lines[0])
        first = self.rows[self.lines[0]]
        labels = [label for value in order for label in dict.fromkeys(keys[first == value])]
        return {label: keys == label for label in labels}

    def facets(self):
        """The panels: their titles, and the test of their rows; a list of rows of panels. One row has only those that have something."""
        def parts(option):
            return [("", True)] if option is None else [(self.titles[option, value], self.rows[option] == value)
                                                       for value in values_of(self.rows, option)]
        every = pd.Series(True, index=self.rows.index)
        rows = [[(", ".join(filter(None, (across, down))), every & mine & own) for across, mine in parts(self.columns)]
                for down, own in parts(self.down)]
        return rows if self.down else [[(title, mine) for title, mine in rows[0] if mine.any()]]


def draw_lines(axes, rows, lines, request, metric, title):
    """A metric against one option, a line for each value of others."""
    for i, (label, mine) in enumerate(lines.items()):
        group = rows[mine.reindex(rows.index)]
        mean, half = mean_and_half(group.groupby("x")[metric], request.options.band, overlap_of(rows))
        if mean.empty:
            continue
        style, aside = style_of(i, len(lines)), 3 * (i - (len(lines) - 1) / 2) / max(1, len(lines) / 4)  # points: bars stand side by side
        beside = ScaledTranslation(aside / 72, 0, axes.figure.dpi_scale_trans)
        axes.errorbar(mean.index, mean, yerr=half, capsize=2, transform=axes.transData + beside,
                      **line_of(style, marker=style["marker"]))
    axes.set_title(title)


def draw_map(axes, rows, roles, metric, limits):
    """A metric by two options: colours and numbers."""
    y = roles.lines[0]
    table = rows.pivot_table(index=y, columns="x", values=metric, sort=False)
    table = table.reindex(index=values_of(roles.rows, y), columns=np.sort(roles.rows["x"].unique()))
    picture = axes.imshow(table, cmap="cividis", aspect="auto", origin="lower", vmin=limits[0], vmax=limits[1])
    axes.set_xticks(range(len(table.columns)), [f"{value:g}" for value in table.columns])
    axes.set_yticks(range(len(table.index)), list(table.index))
    if table.size <= 60:
        for (row, place), value in np.ndenumerate(table.to_numpy()):
            axes.text(place, row, f"{value:.3g}" if np.isfinite(value) else "none", ha="center", va="center", fontsize="small", clip_on=True,
                      color="white" if value < sum(limits) / 2 else "black")
    axes.grid(False)
    axes.set_xlabel(roles.short[roles.x])
    return picture


def map_limits(roles, metric):
    """The least and the largest mean that a map shows."""
    means = roles.rows.groupby(["x"] + roles.others)[metric].mean()
    return float(means.min()), float(means.max())


def add_maps(figure, places, facets, roles, metric):
    limits = map_limits(roles, metric)
    for place, (_, mine) in zip(places, facets):
        picture = draw_map(place, roles.rows[mine], roles, metric, limits)
    places[0].set_ylabel(roles.short[roles.lines[0]])
    for place in places[1:]:
        place.set_yticklabels([])
    figure.colorbar(picture, ax=list(places), label=f"final {title_of(metric)}", aspect=14)


def finish_lines(places, roles, metric):
    """What the panels of lines share: the range, ticks and labels."""
    for row in ([place for place in row if place.get_visible()] for row in places):
        for place in row:
            place_across(place, np.sort(roles.rows["x"].unique()))
            place.set_xlabel(roles.short[roles.x])
        row[0].tick_params(labelleft=True)
        row[0].set_ylabel(f"final {title_of(metric)}")


def grid_of(roles, facets):
    """A figure, its panels of lines, and those of maps (none where there are too many)."""
    across, font = len(facets[0]), plt.rcParams["font.size"] / 9
    one = len(facets) == 1
    maps = one and len(roles.lines) == 1 and across <= MAPS_MOST
    if maps and across == 1:
        figure, axes = plt.subplots(1, 2, figsize=(9, 3.4))
        return figure, [[axes[0]]], [axes[1]]
    width = max(2.3, 0.34 * font * roles.rows["x"].nunique() + 0.6) if across > 1 else 5
    if one and across > ROW_MOST and not maps:
        figure, places = panels(across, ROW_MOST, (width, 2.5), sharey=True)
        columns = places[0].get_gridspec().ncols
        return figure, [places[i:i + columns] for i in range(0, across, columns)], []
    down = 2 if maps else len(facets)
    figure, axes = plt.subplots(down, across, figsize=(width * across + 0.8 + maps, 3.3 if down == 1 else 2.5 * down), squeeze=False,
                                sharey=False if maps else "all")
    if maps:
        for place in axes[0][1:]:
            place.sharey(axes[0][0])
            place.tick_params(labelleft=False)
        return figure, [list(axes[0])], list(axes[1])
    return figure, [list(row) for row in axes], []


def across_points(place, values, texts):
    """Where each setting stands along an option: at its number, or of few values, or words, side by side above the value's name."""
    numbers = as_numbers(values)
    if len(texts) > FEW and numbers.notna().all():
        place_across(place, np.sort(numbers.unique()))
        return numbers
    place.set_xticks(range(len(texts)), texts)
    place.set_xlim(-0.5, len(texts) - 0.5)
    which = values.map(option_text).map(texts.index)
    turn = which.groupby(which).cumcount() - (which.groupby(which).transform("size") - 1) / 2
    return which + turn * min(0.16, 0.8 / which.value_counts().max())


def plot_points(roles, request, metric):
    """Where settings are no grid, as options that were drawn at random: a panel for each option, a point for each setting."""
    rows = roles.last
    texts = {option: values_of(rows, option) for option in [roles.x] + roles.options}
    options = [option for option in texts if len(texts[option]) <= FEW or as_numbers(rows[option]).notna().all()][:8]
    figure, places = panels(len(options), 3, (2.9, 2.6), sharey=True)
    settings = rows.groupby("setting", sort=False)
    mean, half = mean_and_half(settings[metric], request.options.band, overlap_of(rows))
    named, short = len(mean) <= NAMED_MOST, short_keys(options)
    for place, option in zip(places, options):
        x = across_points(place, settings[option].first()[mean.index], texts[option])
        for name in mean.index:
            look = request.styles[name] if named else {"color": "#0072b2", "marker": "o"}
            place.errorbar(x[name], mean[name], yerr=half[name], color=look["color"], marker=look["marker"], markersize=4, linewidth=0.8,
                           alpha=0.8, linestyle="none")
        place.set_xlabel(short[option])
        if place.get_subplotspec().is_first_col():
            place.set_ylabel(f"final {title_of(metric)}")
    caption = [f"Points: settings, each in every panel, for they fill no grid; {band_words(request.log, request.options.band, 'bars')}."]
    legend = {name: handle_of(request.styles[name], marker=request.styles[name]["marker"], linestyle="none") for name in mean.index}
    return Picture(figure, caption + roles.missing(), legend if named else {})


def final_by(request, x):
    """The final rows, their option along the axis as the number "x"."""
    swept = swept_options(request.log)
    if not swept:
        refuse("no sweep: no option takes two different numbers; try --kind overview")
    x = x or swept[0]
    if x not in request.log.columns or is_measure(x):
        options = [column for column in request.log.columns if not is_measure(column)]
        x = next((option for option, short in short_keys(options).items() if short == x), None) or refuse_word(
            "--across:", f"{x} is not a varied option", swept)
    last = final_rows(request.log)
    last = last.assign(x=as_numbers(last[x])).dropna(subset=["x"])
    if last.empty:
        refuse(f"--across {x}: its values are no numbers")
    return x, last


def plot_sweep(request):
    metric = request.metric_or("gap")
    check_metric(metric, request.log)
    roles = Roles(*reversed(final_by(request, request.options.across)))
    if roles.others and not roles.is_grid():
        return plot_points(roles, request, metric)
    facets, lines = roles.facets(), roles.lines_of()
    figure, places, maps = grid_of(roles, facets)
    flat = [facet for row in facets for facet in row]
    for place, (title, mine) in zip((place for row in places for place in row), flat):
        draw_lines(place, roles.rows[mine], lines, request, metric, title)
        place.set_visible(mine.any())
    finish_lines(places, roles, metric)
    if not roles.lines:
        for place in maps:
            place.remove()
    elif maps:
        add_maps(figure, maps, flat, roles, metric)
    caption = [f"Lines: {band_words(request.log, request.options.band, 'bars')}."] + ["Maps: the same means."] * bool(maps and roles.lines)
    caption += roles.missing()
    legend = {label: handle_of(style_of(i, len(lines)), marker=style_of(i, len(lines))["marker"])
              for i, label in enumerate(lines)} if roles.lines else {}
    return Picture(figure, caption, legend, ", ".join(roles.short[option] for option in roles.lines))
