#!/usr/bin/python3
"""Pictures for papers from what regrun leaves behind (Debian: python3-pandas, python3-matplotlib).

    scripts/plot.py results/bn_vs_dropout -o overview.png
    scripts/plot.py results/bn_vs_dropout --kind final --metric test_acc -o accuracy.pdf
    scripts/plot.py results/sweep --kind sweep -o sweep.svg
    scripts/plot.py results/why --probe gradient_norm --by depth -o gradients.pdf
"""
import argparse
import io
import math
import os
import sys

try:
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt
    import matplotlib.ticker
    import numpy as np
    import pandas as pd
except ImportError as error:
    sys.exit(f"plot.py: {error}; install pandas and matplotlib (Debian: python3-pandas python3-matplotlib)")

from plot_logs import AVERAGES, FIXED, KEPT, SCORES, average_of, is_measure, read_logs, read_probes

# Okabe and Ito's colours, which the colour-blind can tell apart (without their yellow, which white swallows), and
# dashes and markers, which also tell lines apart in grey. The report page uses the same, in the same order.
COLORS = ["#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"]
DASHES = ["-", (0, (5, 2.5)), (0, (1.2, 1.5)), (0, (7, 2, 1.5, 2)), (0, (10, 3))]
MARKERS = ["o", "s", "^", "D", "v", "P", "X"]
TITLES = {"test_acc": "test accuracy", "train_acc": "train accuracy",
          "test_rmse": "test RMSE", "train_rmse": "train RMSE"}


def title_of(column):
    average, own = average_of(column)
    if average:
        return f"{AVERAGES[average]} {title_of(own)}"
    for score in SCORES:
        if column.startswith(score):
            return f"{title_of(score[:-1])} of {column[len(score):]}"
    return TITLES.get(column, column.replace("_", " "))


def t_quantile(n):
    """The 97.5 % quantile of Student's t with n - 1 degrees of freedom (Abramowitz and Stegun, 26.7.3 and 26.7.4)."""
    df = n - 1

    def within(t):  # the probability of -t to t
        angle = math.atan(t / math.sqrt(df))
        cos2, term, total = math.cos(angle) ** 2, 1.0, 0.0
        if df % 2 == 0:
            for k in range(df // 2):
                total += term
                term *= cos2 * (2 * k + 1) / (2 * k + 2)
            return math.sin(angle) * total
        term = math.cos(angle)
        for k in range((df - 1) // 2):
            total += term
            term *= cos2 * (2 * k + 2) / (2 * k + 3)
        return 2 / math.pi * (angle + math.sin(angle) * total)

    low, high = 0.0, 1000.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if within(middle) < 0.95 else (low, middle)
    return low


def overlap_of(log):
    """What folds share, a test part by a training part: 1 / (folds - 1); 0 without folds (docs/statistics.md)."""
    last = log["fold"].max() if "fold" in log.columns else 0
    return 1 / last if last > 0 else 0.0


def half_width(values, band, overlap):
    """Half of the band around the mean of `values`; 0 where there is none."""
    n = len(values)
    if n < 2 or band == "none":
        return 0.0
    sd = float(np.std(values, ddof=1))
    return sd if band == "sd" else t_quantile(n) * sd * math.sqrt(1 / n + overlap)


def styles_of(log):
    """Colour, dash and marker of each setting, in the order of the log."""
    names = list(dict.fromkeys(log["setting"]))
    return {name: {"color": COLORS[i % len(COLORS)], "dash": DASHES[(i + i // len(COLORS)) % len(DASHES)],
                   "marker": MARKERS[i % len(MARKERS)]} for i, name in enumerate(names)}


def final_rows(log):
    """The row of the weights that each run ended with: the last, or where early stopping kept the best an earlier one."""
    last = log.loc[log.groupby(["setting", "seed"], sort=False)["epoch"].idxmax()]
    kept = last["epoch"]
    for column in KEPT:
        if column in log.columns:
            kept = last[column].fillna(kept)
    kept = last.assign(epoch=kept.astype(log["epoch"].dtype))[["setting", "seed", "epoch"]]
    return kept.merge(log, on=["setting", "seed", "epoch"], how="left")


def stops(rows):
    """Whether these rows are of a setting that stops early."""
    return any(column in rows.columns and rows[column].notna().any() for column in KEPT)


def carried_on(rows):
    """The rows of a setting for means over its seeds: a run that stopped early counts on by what it kept."""
    if not stops(rows):
        return rows
    epochs, parts = np.sort(rows["epoch"].unique()), [rows]
    ends = rows.groupby("seed")["epoch"].max()
    for _, kept in final_rows(rows).iterrows():
        later = epochs[epochs > ends[kept["seed"]]]
        parts.append(pd.DataFrame([kept] * len(later), columns=rows.columns).assign(epoch=later))
    return pd.concat([part for part in parts if len(part)], ignore_index=True)


def selection_of(log):
    """What must stand below a picture of epochs that were chosen by test losses; nothing for others."""
    if KEPT[1] not in log.columns:
        return ""
    names = list(dict.fromkeys(log.loc[log[KEPT[1]].notna(), "setting"]))
    whose = " of " + ", ".join(names) if len(names) < len(set(log["setting"])) else ""
    return f"Epochs{whose} were selected on the test data: test losses are optimistic." if names else ""


def log_steps(values):
    """Where a logarithmic axis is labelled: each power of ten, and more where there are few of them."""
    decades = math.log10(values.max() / values.min())
    return (1,) if decades > 2.5 else (1, 2, 5)


def use_log_scale(axes, values):
    """Puts positive values on a logarithmic axis; a band that reaches far below them has no end there."""
    axes.set_yscale("log")
    axes.yaxis.set_major_locator(matplotlib.ticker.LogLocator(subs=log_steps(values)))
    axes.yaxis.set_major_formatter(matplotlib.ticker.FormatStrFormatter("%g"))
    axes.yaxis.set_minor_formatter(matplotlib.ticker.NullFormatter())
    axes.set_ylim(values.min() / 1.3, values.max() * 1.3)


def draw_curve(axes, log, styles, column, options):
    """A metric by epoch: the mean over the seeds of each setting, and a band."""
    means = []
    for name, style in styles.items():
        rows = log[log["setting"] == name].dropna(subset=[column])
        if rows.empty:
            continue
        epochs = carried_on(rows).groupby("epoch")[column]
        mean, half = epochs.mean(), epochs.apply(lambda values: half_width(values, options.band, overlap_of(log)))
        means.append(mean)
        axes.plot(mean.index, mean, color=style["color"], linestyle=style["dash"], linewidth=1.5)
        axes.fill_between(mean.index, mean - half, mean + half, color=style["color"], alpha=0.15, linewidth=0)
        if options.seeds:
            for _, run in rows.groupby("seed"):
                axes.plot(run["epoch"], run[column], color=style["color"], linewidth=0.5, alpha=0.5)
    shown = pd.concat(means) if means and not options.seeds else log[column]
    if column.endswith("_loss") and not options.linear and (shown > 0).any():
        use_log_scale(axes, shown[shown > 0])
    axes.set_xlabel("epoch")
    axes.set_title("gap (test loss − train loss)" if column == "gap" else title_of(column))
    axes.margins(x=0.01)


def draw_final(axes, log, styles, column):
    """A metric at the end of training: each seed, the mean and its 95 % interval."""
    last = final_rows(log)
    for row, (name, style) in enumerate(styles.items()):
        values = last.loc[last["setting"] == name, column].dropna()
        if values.empty:
            continue
        axes.plot(values, [row + 0.18] * len(values), ".", color=style["color"], alpha=0.6, markersize=4)
        axes.errorbar(values.mean(), row, xerr=half_width(values, "ci", overlap_of(log)), color=style["color"], marker=style["marker"],
                      markersize=6, capsize=3, linewidth=1.8)
    axes.set_yticks(range(len(styles)), list(styles))
    axes.set_ylim(len(styles) - 0.5, -0.5)
    axes.set_title(f"final {title_of(column)}")
    if column == "gap":
        axes.axvline(0, color="0.6", linewidth=0.8, zorder=0)


def swept_options(log):
    """The varied options with at least two different numbers, most values first."""
    counts = {}
    for column in [column for column in log.columns if not is_measure(column)]:
        numbers = log[column].map(lambda value: None if isinstance(value, bool) else value)
        values = pd.to_numeric(numbers, errors="coerce").dropna().unique()
        if len(values) >= 2:
            counts[column] = len(values)
    return sorted(counts, key=counts.get, reverse=True)


def option_text(value):
    """An option's value as text; 0.0 and 0 are one, as on the axes."""
    if pd.isna(value) or isinstance(value, (bool, np.bool_)):
        return "–" if pd.isna(value) else str(value).lower()
    try:
        return f"{float(value):g}"
    except ValueError:
        return value


def place_across(axes, values):
    """The swept values along an axis: by their logarithm where they span eightfold or more, each one labelled."""
    if len(values) >= 3 and values[0] > 0 and values[-1] / values[0] >= 8:
        axes.set_xscale("log", base=2)
        axes.xaxis.set_minor_locator(matplotlib.ticker.NullLocator())
        axes.set_xticks(values, [f"{value:g}" for value in values])
    elif len(values) <= 8:
        axes.set_xticks(values, [f"{value:g}" for value in values])


def draw_sweep_lines(axes, last, column, x, others):
    """A metric against one option, a line for each value of the others."""
    groups = [("", last)]
    if others:
        groups = last.groupby(others[0] if len(others) == 1 else others, sort=False, dropna=False)
    for i, (name, group) in enumerate(groups):
        points = group.groupby("x")[column]
        mean, half = points.mean(), points.apply(lambda values: half_width(values, "ci", overlap_of(last)))
        if mean.empty:
            continue
        values = name if isinstance(name, tuple) else (name,)
        label = ", ".join(f"{option} {option_text(value)}" for option, value in zip(others, values)) or None
        axes.errorbar(mean.index, mean, yerr=half, label=label, color=COLORS[i % len(COLORS)],
                      linestyle=DASHES[i % len(DASHES)], marker=MARKERS[i % len(MARKERS)], markersize=4, capsize=2)
    place_across(axes, np.sort(last["x"].unique()))
    axes.set_xlabel(x)
    axes.set_ylabel(f"final {title_of(column)}")
    if others:
        axes.legend(frameon=False, fontsize=8, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncol=2)


def draw_heat_map(figure, axes, last, column, x, y):
    """A metric by two options."""
    table = last.assign(y=pd.to_numeric(last[y], errors="coerce")).pivot_table(index="y", columns="x", values=column)
    picture = axes.imshow(table, cmap="cividis", aspect="auto", origin="lower")
    axes.set_xticks(range(len(table.columns)), [f"{value:g}" for value in table.columns])
    axes.set_yticks(range(len(table.index)), [f"{value:g}" for value in table.index])
    middle = (np.nanmin(table) + np.nanmax(table)) / 2
    for (row, place), value in np.ndenumerate(table.to_numpy()):
        if np.isfinite(value):
            axes.text(place, row, f"{value:.3g}", ha="center", va="center", fontsize=8,
                      color="white" if value < middle else "black")
    axes.grid(False)
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    figure.colorbar(picture, ax=axes, label=f"final {title_of(column)}")


def plot_sweep(log, styles, options):
    swept = swept_options(log)
    if not swept:
        sys.exit("plot.py: no sweep: no option takes two different numbers; try --kind overview")
    x = options.across or swept[0]
    if x not in log.columns or is_measure(x):
        sys.exit(f"plot.py: --across {x}: not a varied option; there are {', '.join(swept)}")
    last = final_rows(log)
    last = last.assign(x=pd.to_numeric(last[x], errors="coerce")).dropna(subset=["x"])
    if last.empty:
        sys.exit(f"plot.py: --across {x}: its values are no numbers")
    options_left = [column for column in last.columns if not is_measure(column) and column not in (x, "x")]
    others = [column for column in options_left if last[column].nunique(dropna=False) > 1]
    second = [option for option in swept if option != x]
    figure, axes = plt.subplots(1, 2 if second else 1, figsize=(9 if second else 5, 3.6), squeeze=False)
    draw_sweep_lines(axes[0][0], last, options.metric, x, others)
    if second:
        draw_heat_map(figure, axes[0][1], last, options.metric, x, second[0])
    return figure


def plot_overview(log, styles, options):
    figure, axes = plt.subplots(2, 2, figsize=(8.5, 5.6))
    for place, column in zip(axes.flat, ["test_loss", "train_loss", "gap"]):
        draw_curve(place, log, styles, column, options)
    draw_final(axes[1][1], log, styles, options.metric)
    add_legend(figure, styles)
    return figure


def curve_columns(log, metric):
    """What curves show: the metric, and beside it the same of the other part; the losses where none is asked for."""
    first = metric or "test_loss"
    other = first.replace("test_", "train_") if first.startswith("test_") else first.replace("train_", "test_")
    return [first, other] if other != first and other in log.columns else [first]


def plot_curves(log, styles, options):
    columns = curve_columns(log, options.asked)
    figure, axes = plt.subplots(1, len(columns), figsize=(4.5 * len(columns) + (len(columns) == 1), 3.6), squeeze=False)
    for place, column in zip(axes[0], columns):
        draw_curve(place, log, styles, column, options)
    add_legend(figure, styles)
    return figure


def plot_gap(log, styles, options):
    figure, axes = plt.subplots(figsize=(5.5, 3.8))
    draw_curve(axes, log, styles, "gap", options)
    add_legend(figure, styles)
    return figure


def plot_final(log, styles, options):
    figure, axes = plt.subplots(figsize=(5.5, 1.2 + 0.4 * len(styles)))
    draw_final(axes, log, styles, options.metric)
    return figure


def draw_depth(axes, rows, styles, options):
    """A value over the layers of one kind, where each run was looked at last."""
    last = rows[rows["epoch"] == rows.groupby(["setting", "seed"])["epoch"].transform("max")]
    for name, style in styles.items():
        own = last[last["setting"] == name]
        if own.empty:
            continue
        layers = own.groupby("nth")["value"]
        mean, half = layers.mean(), layers.apply(lambda values: half_width(values, options.band, overlap_of(rows)))
        axes.errorbar(mean.index, mean, yerr=half, color=style["color"], linestyle=style["dash"], marker=style["marker"],
                      markersize=4, capsize=2, linewidth=1.5)
    axes.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(integer=True))
    axes.set_xlabel(f"{rows['kind'].iloc[0]} layer, from the input on")


def few(items, most):
    """At most so many of them, evenly chosen, the first and the last among them."""
    return items if len(items) <= most else [items[round(i * (len(items) - 1) / (most - 1))] for i in range(most)]


def draw_probe(place, own, nth, styles, options):
    """One picture: of all layers of a kind by depth, or of the nth by epoch."""
    if options.by == "depth":
        draw_depth(place, own, styles, options)
    else:
        draw_curve(place, own[own["nth"] == nth], styles, "value", options)
        place.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(integer=True))
    kind = own["kind"].iloc[0]
    place.set_title(kind if options.by == "depth" or nth == 0 else f"{kind} {nth}")
    means = own.groupby(["setting", "nth", "epoch"])["value"].mean()
    if not options.linear and means.min() > 0 and means.max() > 30 * means.min():
        use_log_scale(place, means)


def plot_probe(rows, styles, options):
    """A value by epoch, a row of pictures for each kind of layer, or by depth, a picture for each kind."""
    by_depth = options.by == "depth"
    if by_depth:
        rows = rows[rows["nth"] > 0]
    if rows.empty:
        sys.exit(f"plot.py: --probe {options.probe}: the runs that are drawn say nothing of it{', layer by layer' if by_depth else ''}")
    kinds = list(dict.fromkeys(rows.sort_values(["nth", "place"], kind="stable")["kind"]))
    kinds.sort(key=lambda kind: rows.loc[rows["kind"] == kind, "nth"].max() == 0)  # the whole network last
    layers = {kind: [0] if by_depth else few(sorted(set(rows.loc[rows["kind"] == kind, "nth"])), 6) for kind in kinds}
    down, across = (1, len(kinds)) if by_depth else (len(kinds), max(map(len, layers.values())))
    size = (3.6 * across + 1, 3.4) if by_depth else (max(2.6 * across + 1, 4.5), 2.3 * down + 0.3)
    figure, axes = plt.subplots(down, across, figsize=size, squeeze=False, sharey="row")
    for row, kind in enumerate(kinds):
        for column, nth in enumerate(layers[kind]):
            draw_probe(axes[0][row] if by_depth else axes[row][column], rows[rows["kind"] == kind], nth, styles, options)
    for place in (place for place in axes.flat if not place.has_data()):
        place.set_visible(False)
    figure.supylabel(options.probe.replace("_", " "), fontsize=10)
    add_legend(figure, styles)
    return figure


def add_legend(figure, styles):
    lines = [plt.Line2D([], [], color=style["color"], linestyle=style["dash"]) for style in styles.values()]
    columns = int(figure.get_figwidth() * 13) // (max(map(len, styles)) + 8)  # about 13 letters to an inch
    legend = figure.legend(lines, [str(i) for i in range(len(lines))], loc="lower center",
                           ncol=max(1, min(len(lines), 6, columns)), frameon=False, bbox_to_anchor=(0.5, 1.0))
    for text, name in zip(legend.get_texts(), styles):  # afterwards: a label that begins with "_" would be left out
        text.set_text(name)


KINDS = {"overview": plot_overview, "curves": plot_curves, "gap": plot_gap, "final": plot_final, "sweep": plot_sweep}


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", nargs="+", help="results folders, or log.csv files")
    parser.add_argument("-o", "--out", default="plot.png", help="the picture: .png, .svg or .pdf (default: plot.png)")
    parser.add_argument("--kind", choices=KINDS, default="overview", help="what to draw (default: overview)")
    parser.add_argument("--metric", dest="asked", metavar="METRIC",
                        help="column of the log for final, sweep (default: gap) and curves (default: the losses)")
    parser.add_argument("--settings", help="only these settings, separated by commas")
    parser.add_argument("--candidates", action="store_true",
                        help="every candidate of a tuned setting as a setting, and not only the chosen runs")
    parser.add_argument("--band", choices=["ci", "sd", "none"], default="ci",
                        help="around the mean: its 95 %% interval, the SD, or nothing (default: ci)")
    parser.add_argument("--seeds", action="store_true", help="draw each seed as a thin line as well")
    parser.add_argument("--linear", action="store_true", help="losses on a linear axis")
    parser.add_argument("--across", help="the option across in a sweep (default: the one with most values)")
    parser.add_argument("--probe", metavar="VALUE", help="what instruments said of a value, as gradient_norm, in the place of --kind")
    parser.add_argument("--by", choices=["epoch", "depth"], default="epoch", help="across in a picture of --probe (default: epoch)")
    parser.add_argument("--dpi", type=int, default=120, help="resolution of a PNG (default: 120)")
    parser.add_argument("--colors", type=int, metavar="N", help="a PNG of at most N colours (2 to 256), a smaller file")
    options = parser.parse_args()
    if options.colors and not (options.out.endswith(".png") and 2 <= options.colors <= 256):
        parser.error(f"--colors {options.colors}: from 2 to 256, of a .png")
    if os.path.splitext(options.out)[1] not in (".png", ".svg", ".pdf"):
        parser.error(f"{options.out}: the picture's name must end with .png, .svg or .pdf")
    return options


def save(figure, options):
    undated = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}
    kind = os.path.splitext(options.out)[1]
    if not options.colors:
        figure.savefig(options.out, dpi=options.dpi, bbox_inches="tight", metadata=undated.get(kind))
        return
    from PIL import Image  # matplotlib needs it, too

    whole = io.BytesIO()
    figure.savefig(whole, format="png", dpi=options.dpi, bbox_inches="tight")
    Image.open(whole).convert("RGB").quantize(options.colors, dither=0).save(options.out, optimize=True)


def main():
    options = read_arguments()
    log = read_logs(options.results, options.candidates)
    if options.settings:
        wanted = options.settings.split(",")
        unknown = [name for name in wanted if name not in set(log["setting"])]
        if unknown:
            sys.exit(f"plot.py: no setting {unknown[0]}; there are {', '.join(dict.fromkeys(log['setting']))}")
        log = log[log["setting"].isin(wanted)]
    if log.empty:
        sys.exit("plot.py: there is no run to draw")
    options.metric = options.asked or "gap"
    if options.kind == "gap" and options.metric != "gap":
        sys.exit(f"plot.py: --kind gap draws the gap; for {options.metric} take --kind curves")
    metrics = [column for column in log.columns if is_measure(column) and column not in FIXED[:FIXED.index("running_loss")] + KEPT]
    if options.metric not in metrics:
        sys.exit(f"plot.py: no metric {options.metric}; the log has {', '.join(metrics)}")
    # Names are text, not formulas; and the same log gives the same bytes.
    plt.rcParams.update({"text.parse_math": False, "svg.hashsalt": "regrun", "axes.grid": True, "grid.color": "0.9",
                         "axes.axisbelow": True, "axes.spines.top": False, "axes.spines.right": False, "font.size": 9,
                         "axes.titlesize": 10, "figure.constrained_layout.use": True})
    if options.probe:
        rows = read_probes(options.results, options.probe, log, options.candidates)
        figure = plot_probe(rows, {name: style for name, style in styles_of(log).items() if name in set(rows["setting"])}, options)
    else:
        figure = KINDS[options.kind](log, styles_of(log), options)
    if selection_of(log):
        figure.text(0.5, -0.01, selection_of(log), ha="center", va="top", fontsize=8, color="#a00000")
    try:
        save(figure, options)
    except OSError as error:
        sys.exit(f"plot.py: cannot write {options.out}: {error.strerror}")
    plt.close(figure)


if __name__ == "__main__":
    main()
