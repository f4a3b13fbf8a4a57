"""What training ended with: --kind final."""
import matplotlib.pyplot as plt

from .bands import band_words, half_width, overlap_of
from .layout import Picture, wrapped
from .names import check_metric, title_of
from .runs import final_rows


def draw_final(axes, request, column):
    """A metric at the end of training: each seed, the mean and its band."""
    last, options = final_rows(request.log), request.options
    for row, (name, style) in enumerate(request.styles.items()):
        values = last.loc[last["setting"] == name, column].dropna()
        if values.empty:
            continue
        axes.plot(values, [row + 0.2] * len(values), ".", color=style["color"], alpha=0.6, markersize=4)
        axes.errorbar(values.mean(), row - 0.05, xerr=half_width(values, options.band, overlap_of(request.log)), color=style["color"],
                      marker=style["marker"], markersize=6, capsize=3, linewidth=1.8)
    alone = len(axes.figure.axes) == 1
    labels = [wrapped(name, 34 if alone or axes.figure.get_figwidth() > 7 else 22) for name in request.styles]
    if not alone and len(labels) > 8 and any("\n" in label for label in labels):
        labels = [""] * len(labels)  # there is no room for them, and the legend has them
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(request.styles) - 0.5, -0.5)
    axes.set_title(f"final {title_of(column)}")
    axes.locator_params(axis="x", nbins=6)
    if column == "gap":
        axes.axvline(0, color="0.6", linewidth=0.8, zorder=0)


def plot_final(request):
    metric = request.metric or "gap"
    check_metric(metric, request.log)
    lines = sum(wrapped(name).count("\n") for name in request.styles)
    height = 0.7 + (0.4 * len(request.styles) + 0.15 * lines) * request.options.font_size / 9
    figure, axes = plt.subplots(figsize=(5.5, height))
    draw_final(axes, request, metric)
    words = band_words(request.log, request.options.band, "bars")
    return Picture(figure, [f"Dots: each seed; markers: {words}."])
