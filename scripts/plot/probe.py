"""What instruments said of a value (docs/probes.md): --probe VALUE, by epoch or by depth."""
import matplotlib.pyplot as plt

from .bands import band_words, mean_and_half, overlap_of
from .curves import draw_curve, handles_of
from .errors import refuse
from .layout import Picture
from .logs import read_probes
from .style import few, line_of, use_log_scale, whole_numbers


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


def plot_probe(request):
    """A value by epoch, a row of pictures for each kind of layer, or by depth, a picture for each kind."""
    options, by_depth = request.options, request.options.by == "depth"
    rows = read_probes(options.results, options.probe, request.log, options.candidates)
    if by_depth:
        rows = rows[rows["nth"] > 0]
    if rows.empty:
        refuse(f"--probe {options.probe}: the runs that are drawn say nothing of it{', layer by layer' if by_depth else ''}")
    request.styles = {name: style for name, style in request.styles.items() if name in set(rows["setting"])}
    kinds = kinds_of(rows)
    layers = {kind: [0] if by_depth else few(sorted(set(rows.loc[rows["kind"] == kind, "nth"])), 6) for kind in kinds}
    down, across = (1, len(kinds)) if by_depth else (len(kinds), max(map(len, layers.values())))
    size = (3.6 * across + 1, 3.1) if by_depth else (max(2.6 * across + 1, 4.5), max(2.2 * down, 3.0))
    figure, axes = plt.subplots(down, across, figsize=size, squeeze=False, sharey="row")
    for row, kind in enumerate(kinds):
        for column, nth in enumerate(layers[kind]):
            draw_probe(axes[0][row] if by_depth else axes[row][column], rows[rows["kind"] == kind], nth, request)
    for place in (place for place in axes.flat if not place.has_data()):
        place.remove()
    for place in axes[:, 0]:
        place.set_ylabel(options.probe.replace("_", " "))
    where = "at the last look; " if by_depth else ""
    caption = f"Lines: {where}{band_words(rows, options.band, 'bars' if by_depth else 'band')}."
    return Picture(figure, [caption], handles_of(request.styles))
