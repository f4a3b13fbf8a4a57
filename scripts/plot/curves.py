"""Metrics by epoch: --kind curves, accuracy, gap; and the first panels of the overview."""
import shlex

import matplotlib.pyplot as plt
import pandas as pd

from .bands import band_words, mean_and_half, overlap_of
from .errors import refuse
from .final import draw_final
from .layout import Picture
from .names import check_metric, is_better_higher, metrics_of, other_part, title_of
from .runs import carried_on
from .style import handle_of, line_of, use_log_scale, whole_numbers

GAP_OF_LOSS = "gap (test loss − train loss)"


def few_marks(style, count):
    """Markers, where lines bear them, at a few epochs; and where a single one makes no line."""
    if count == 1:
        return {"marker": style["marker"]}
    return {"markevery": max(1, count // 8)} if style["marked"] else {}


def draw_curve(axes, log, request, column, title=None):
    """A metric by epoch: the mean over the seeds of each setting, and a band."""
    options, means = request.options, []
    for name, style in request.styles.items():
        rows = log[log["setting"] == name].dropna(subset=[column])
        if rows.empty:
            continue
        mean, half = mean_and_half(carried_on(rows).groupby("epoch")[column], options.band, overlap_of(log))
        means.append(mean)
        axes.plot(mean.index, mean, **line_of(style, **few_marks(style, len(mean))))
        alpha = 0.15 if len(request.styles) <= 7 else 0.06
        axes.fill_between(mean.index, mean - half, mean + half, color=style["color"], alpha=alpha, linewidth=0)
        if options.seeds:
            for _, run in rows.groupby("seed"):
                axes.plot(run["epoch"], run[column], color=style["color"], linewidth=0.5, alpha=0.5)
    shown = pd.concat(means) if means and not options.seeds else log[column]
    if column.endswith("_loss") and not options.linear and (shown > 0).any():
        use_log_scale(axes, shown[shown > 0])
    whole_numbers(axes.xaxis, log["epoch"])
    axes.set_xlabel("epoch")
    axes.set_title(title or (GAP_OF_LOSS if column == "gap" else title_of(column)))
    axes.margins(x=0.01)


def handles_of(styles):
    return {name: handle_of(style) for name, style in styles.items()}


def caption_of(request, noun="band"):
    words = f"Lines: {band_words(request.log, request.options.band, noun)}"
    return [words + ("; thin lines: each seed." if request.options.seeds else ".")]


def gap_of(request, metric):
    """The column of a metric's gap, its title, and the log that has it."""
    log = request.log
    if metric in (None, "gap", "test_loss", "train_loss"):
        return "gap", GAP_OF_LOSS, log
    test, train = other_part(metric, log, "test"), other_part(metric, log, "train")
    if not test or not train:
        refuse(f"--kind gap: {metric} is not measured on the training and the test part both; --kind curves --metric {metric} draws it")
    high, low = (train, test) if is_better_higher(metric) else (test, train)
    return "its gap", f"gap ({title_of(high)} − {title_of(low)})", log.assign(**{"its gap": log[high] - log[low]})


def columns_of(log, metric):
    """What curves show: the metric, and beside it the same of the other part; the losses where none is asked for."""
    first = metric or "test_loss"
    check_metric(first, log)
    part = "train" if first.startswith("test_") else "test"
    other = other_part(first, log, part)
    return [first, other] if other else [first]


def plot_curves(request):
    primary = None if request.primary == "gap" else request.primary  # the gap is between the two losses, which stand side by side
    columns = columns_of(request.log, request.metric or primary)
    figure, axes = plt.subplots(1, len(columns), figsize=(4.5 * len(columns) + (len(columns) == 1), 3.3), squeeze=False)
    for place, column in zip(axes[0], columns):
        draw_curve(place, request.log, request, column)
    return Picture(figure, caption_of(request), handles_of(request.styles))


def plot_gap(request):
    primary = request.primary
    primary = primary if primary and other_part(primary, request.log, "test") and other_part(primary, request.log, "train") else None
    column, title, log = gap_of(request, request.metric or primary)
    figure, axes = plt.subplots(figsize=(5.5, 3.5))
    draw_curve(axes, log, request, column, title)
    return Picture(figure, caption_of(request), handles_of(request.styles))


def with_dots(request):
    """The caption of a picture of curves and final values."""
    return [f"{caption_of(request, 'bands and bars')[0][:-1]}; dots: each seed at its end."]


def plot_accuracy(request):
    """The score by epoch and at the end."""
    there, primary = metrics_of(request.log), request.primary
    metric = request.metric or (None if not primary or primary == "gap" or primary.endswith("_loss") else primary)
    if not metric and "test_acc" not in there:
        score = next((name for name in there if name.startswith("test_rmse")), "test_loss")  # of several targets: test_rmse_NAME
        refuse(f"--kind accuracy: the log has no accuracy, for it is of a regression; try --kind accuracy --metric {shlex.quote(score)}")
    columns = columns_of(request.log, metric or "test_acc")
    sizes = [3.3] * len(columns) + [3.7]
    height = max(2.9, 0.8 + 0.2 * len(request.styles))
    figure, axes = plt.subplots(1, len(sizes), figsize=(sum(sizes), height), squeeze=False, gridspec_kw={"width_ratios": sizes})
    for place, column in zip(axes[0], columns):
        draw_curve(place, request.log, request, column)
    draw_final(axes[0][-1], request, columns[0])
    return Picture(figure, with_dots(request), handles_of(request.styles), least=0.8 + 0.2 * len(request.styles))


def overview_columns(request):
    """Test, train and gap of a metric, each with its title and log; those of the loss where it has no such parts."""
    log, metric = request.log, request.metric
    test, train = (other_part(metric, log, part) if metric else None for part in ("test", "train"))
    if not (test and train):
        test, train, metric = "test_loss", "train_loss", None
    column, title, with_gap = gap_of(request, metric)
    return [(test, None, log), (train, None, log), (column, title, with_gap)]


def plot_overview(request):
    metric = request.metric_or("gap")
    check_metric(metric, request.log)
    figure, axes = plt.subplots(2, 2, figsize=(8.5, max(5.2, 2 * (0.8 + 0.17 * len(request.styles)))))
    for place, (column, title, log) in zip(axes.flat, overview_columns(request)):
        draw_curve(place, log, request, column, title)
    draw_final(axes[1][1], request, metric)
    return Picture(figure, with_dots(request), handles_of(request.styles), least=2 * (0.8 + 0.17 * len(request.styles)))
