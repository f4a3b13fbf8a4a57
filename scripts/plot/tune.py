"""The candidates of tuned settings and which were chosen (docs/tuning.md): --kind tune."""
import numpy as np

from .errors import refuse
from .layout import Picture, wrapped
from .logs import chosen_runs, is_measure, prefix_of
from .names import check_metric, option_text, short_keys, title_of
from .runs import final_rows
from .style import COLORS, panels, plt, spread, use_log_scale

MOST = 24  # candidates of a setting that are shown


def chosen_of(paths):
    """The (setting, seed) that were chosen, in the names that the log has; empty where no runs.csv says it."""
    chosen = set()
    for path in paths:
        own = chosen_runs(path) or ()
        chosen |= {(prefix_of(path, len(paths) > 1) + setting, int(seed)) for setting, seed in own}
    return chosen


def labels_of(rows):
    """What each candidate of a setting is, by the options in which they differ."""
    options = [column for column in rows.columns if not is_measure(column) and rows[column].map(option_text).nunique() > 1]
    short = short_keys(options)
    first = rows.groupby("setting", sort=False)[options].first() if options else None
    if first is None:
        return {name: name for name in dict.fromkeys(rows["setting"])}
    return {name: ", ".join(f"{short[option]} {option_text(row[option])}" for option in options) for name, row in first.iterrows()}


def shown_of(rows, metric, log):
    """The candidates to show: all, or those with the lowest validation loss (of the metric, where the log has none)."""
    names = list(dict.fromkeys(rows["setting"]))
    if len(names) <= MOST:
        return names
    by = "val_loss" if "val_loss" in log.columns else metric
    best = set(rows.groupby("setting")[by].mean().nsmallest(MOST).index)
    return [name for name in names if name in best]


def draw_candidates(axes, rows, names, chosen, metric):
    """A row for each candidate: its seeds, their mean, and those for which it was chosen."""
    labels = labels_of(rows)
    for row, name in enumerate(names):
        own = rows[rows["setting"] == name].dropna(subset=[metric])
        mine = np.array([(name, seed) in chosen for seed in own["seed"]], dtype=bool)
        axes.plot(own.loc[~mine, metric], [row] * (~mine).sum(), "o", color="0.55", markersize=3.5, markerfacecolor="none",
                  markeredgewidth=0.8)
        axes.plot(own[metric].mean(), row, "|", color=COLORS[0], markersize=11, markeredgewidth=1.6)
        axes.plot(own.loc[mine, metric], [row] * mine.sum(), "D", color=COLORS[2], markersize=5)
        if mine.any():
            axes.annotate(f"{mine.sum()} of {rows['seed'].nunique()}", (1.01, row), xycoords=("axes fraction", "data"), va="center",
                          color=COLORS[2], fontsize="small", annotation_clip=False)
    axes.set_yticks(range(len(names)), [wrapped(labels[name], 40) for name in names])
    axes.set_ylim(len(names) - 0.5, -0.5)


def tuned_of(request, metric):
    """The final rows of all candidates, and the tuned settings."""
    if "candidate_of" not in request.log.columns or not (request.log["candidate_of"] != "").any():
        refuse('--kind tune: no setting is tuned here ("tune" in a config, regrun help tuning); for a sweep take --kind sweep')
    if metric == "val_loss" and "val_loss" not in request.log.columns:
        refuse("--kind tune: the log has no val_loss, by which candidates are chosen; say which metric by --metric")
    check_metric(metric, request.log)
    last = final_rows(request.log)
    last = last[last["candidate_of"] != ""]
    return last, list(dict.fromkeys(last["candidate_of"]))


def plot_tune(request):
    metric = request.metric or "val_loss"
    last, tuned = tuned_of(request, metric)
    chosen = chosen_of(request.options.results)
    shown = {name: shown_of(last[last["candidate_of"] == name], metric, request.log) for name in tuned}
    rows = max(map(len, shown.values()))
    height = 0.7 + 0.21 * rows * request.options.font_size / 9
    figure, places = panels(len(tuned), 2, (5.0, height), sharex=True)
    for place, name in zip(places, tuned):
        draw_candidates(place, last[last["candidate_of"] == name], shown[name], chosen, metric)
        all_of = last.loc[last["candidate_of"] == name, "setting"].nunique()
        place.set_title(wrapped(name, 50) + (f" (the {len(shown[name])} best of {all_of})" if all_of > MOST else ""))
        place.tick_params(labelbottom=True)
        place.set_xlabel(f"final {title_of(metric)}")
    values = last.loc[last["setting"].isin({name for names in shown.values() for name in names}), metric].dropna()
    if metric.endswith("_loss") and not request.options.linear and spread(values) > 10:
        use_log_scale(places[0], values, across=True)
    caption = ["Circles: each seed; bars: their mean."]
    if chosen:
        caption.append("Diamonds: chosen by the validation loss for that seed, with the number of seeds.")
    else:
        caption.append("What was chosen stands in runs.csv, which is not beside the log.")
    handles = {"a seed": plt.Line2D([], [], linestyle="none", marker="o", color="0.55", markersize=3.5, markerfacecolor="none"),
               "mean": plt.Line2D([], [], linestyle="none", marker="|", color=COLORS[0], markersize=11, markeredgewidth=1.6),
               "chosen": plt.Line2D([], [], linestyle="none", marker="D", color=COLORS[2], markersize=5)}
    return Picture(figure, caption, handles, least=figure.get_figheight())
