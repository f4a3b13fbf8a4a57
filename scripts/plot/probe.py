"""What instruments said of a value (docs/probes.md): --probe VALUE, by epoch or by depth."""
import numpy as np

from .bands import band_words, mean_and_half, overlap_of
from .curves import draw_curve, handles_of
from .errors import refuse
from .layout import Picture
from .logs import read_probes
from .style import few, line_of, panels, use_log_scale, whole_numbers


def draw_depth(axes, rows, request):
    """A value over the layers of one kind, where each run was looked at last."""
    last = rows[rows["epoch"] == rows.groupby(["setting", "seed"])["epoch"].transform("max")]
    for name, style in request.styles.items():
        own = last[last["setting"] == name]
        if own.empty:
            continue
        mean, half = mean_and_half(own.groupby("nth")["value"], request.options.band, overlap_of(rows))
        axes.errorbar(mean.index, mean, yerr=half, capsize=2, **line_of(style, marker=style["marker"]))
    whole_numbers(axes.xaxis)
    axes.set_xlabel(f"{rows['kind'].iloc[0]} layer, from the input on")


def draw_probe(place, own, nth, request):
    """One picture: of all layers of a kind by depth, or of the nth by epoch."""
    by_depth = request.options.by == "depth"
    kind = own["kind"].iloc[0]
    if by_depth:
        draw_depth(place, own, request)
        place.set_title(kind)
    else:
        draw_curve(place, own[own["nth"] == nth], request, "value", kind if nth == 0 else f"{kind} {nth}")
    means = own.groupby(["setting", "nth", "epoch"])["value"].mean()
    if not request.options.linear and means.min() > 0 and means.max() > 30 * means.min():
        use_log_scale(place, means)


def kinds_of(rows):
    """The kinds of layers as they follow each other; the whole network last."""
    kinds = list(dict.fromkeys(rows.sort_values(["nth", "place"], kind="stable")["kind"]))
    return sorted(kinds, key=lambda kind: rows.loc[rows["kind"] == kind, "nth"].max() == 0)


def panels_of(request, rows):
    """A figure, and its panels with the kind of layer and the number that each shows: 0 for all of its kind by depth. Panels of a kind
    have one axis, which is labelled where the one to the left is not of it."""
    by_depth, kinds = request.options.by == "depth", kinds_of(rows)
    shown = [(kind, nth) for kind in kinds for nth in ([0] if by_depth else few(sorted(set(rows.loc[rows["kind"] == kind, "nth"])), 6))]
    most = len(shown) if by_depth else max(3, *([kind for kind, _ in shown].count(kind) for kind in kinds))
    size, least = ((3.6, 3.1), (4.6, 3.1)) if by_depth else ((2.6, 2.2), (4.5, 3.0))
    figure, places = panels(len(shown), most, size)
    figure.set_size_inches(np.maximum(figure.get_size_inches() + (1, 0), least))
    first, across = {}, places[0].get_gridspec().ncols
    for i, (place, (kind, _)) in enumerate(zip(places, shown)):
        if first.setdefault(kind, place) is not place:
            place.sharey(first[kind])
        place.tick_params(labelleft=i % across == 0 or shown[i - 1][0] != kind)
        if i % across == 0:
            place.set_ylabel(request.options.probe.replace("_", " "))
    return figure, list(zip(places, shown))


def plot_probe(request):
    """A value by epoch, a picture for each layer, or by depth, one for each kind of layer."""
    options, by_depth = request.options, request.options.by == "depth"
    rows = read_probes(options.results, options.probe, request.log, options.candidates)
    if by_depth:
        rows = rows[rows["nth"] > 0]
    if rows.empty:
        refuse(f"--probe {options.probe}: the runs that are drawn say nothing of it{', layer by layer' if by_depth else ''}")
    request.styles = {name: style for name, style in request.styles.items() if name in set(rows["setting"])}
    figure, shown = panels_of(request, rows)
    for place, (kind, nth) in shown:
        draw_probe(place, rows[rows["kind"] == kind], nth, request)
    where = "at the last look; " if by_depth else ""
    caption = f"Lines: {where}{band_words(rows, options.band, 'bars' if by_depth else 'band')}."
    return Picture(figure, [caption], handles_of(request.styles))
