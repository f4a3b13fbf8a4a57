"""What the config expected, and what came of it (docs/expectations.md): --kind expect."""
import re

import matplotlib.ticker
import matplotlib.pyplot as plt

from .errors import refuse
from .layout import Picture, wrapped
from .logs import read_expectations

# Verdict: colour, marker, and whether it is filled.
VERDICTS = {"supported": ("#0072b2", "o", True), "refuted": ("#d55e00", "X", True), "cannot tell": ("0.35", "s", False)}
EXPECTED = "#cfe6f5"  # where the difference was to lie


def expected_side(that):
    """Where left - right was to lie, by the relation of the expression: (low, high), None being without end."""
    plain = re.sub(r"'[^']*'", "", that)
    within = re.search(r"\bwithin\s+(\S+)\s+of\b", plain)
    if within:
        return -float(within.group(1)), float(within.group(1))
    if re.search(r"\bat least\b|>", plain):
        return 0, None
    if re.search(r"\bat most\b|<", plain):
        return None, 0
    return 0, 0


def verdict_words(row):
    words = [row["verdict"]]
    if row["p_holm"] is not None:
        words.append("p < 0.001" if row["p_holm"] < 0.001 else f"p {row['p_holm']:.2g}")
    seeds = int(row["seeds"] or 0)
    words.append(f"{seeds} seed" + ("" if seeds == 1 else "s"))
    if row["seeds_needed"]:
        words.append(f"some {row['seeds_needed']:.0f} would tell")
    return words[0] + "\n" + ", ".join(words[1:])


def draw_expectation(axes, row):
    """A difference and its interval, on an axis of its own with 0 in the middle."""
    color, marker, filled = VERDICTS.get(row["verdict"], VERDICTS["cannot tell"])
    low, high = expected_side(row["that"])
    ends = [value for value in (row["mean"], row["low"], row["high"], low, high) if value]
    reach = 1.2 * max(map(abs, ends)) if ends else 1.0
    axes.set_xlim(-reach, reach)
    axes.set_ylim(-1, 1)
    axes.axvspan(-reach if low is None else low, reach if high is None else high, color=EXPECTED, linewidth=0, zorder=0)
    axes.axvline(0, color="0.4", linewidth=0.8, zorder=1)
    if row["mean"] is not None:
        if row["low"] is not None:
            axes.plot([row["low"], row["high"]], [0, 0], color=color, linewidth=2, solid_capstyle="butt")
        axes.plot(row["mean"], 0, marker=marker, color=color, markersize=7, markerfacecolor=color if filled else "white",
                  markeredgewidth=1.5)
    axes.set_yticks([0], [wrapped(row["say"] or row["that"], 46)])
    axes.tick_params(axis="y", length=0)
    axes.grid(False)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(nbins=5, symmetric=True))
    axes.text(1.02, 0.5, verdict_words(row), transform=axes.transAxes, va="center", color=color, linespacing=1.3)


def plot_expect(request):
    if request.metric:
        refuse(f"--kind expect --metric {request.metric}: expectations are of the metrics that they name; leave out --metric")
    rows = read_expectations(request.options.results)
    if not rows:
        refuse('--kind expect: there is no expectations.csv; add "expect" to the config (regrun help expectations) and run again: no run is redone')
    lines = max(wrapped(row["say"] or row["that"], 46).count("\n") for row in rows) + 1
    height = (0.6 + 0.1 * max(0, lines - 2)) * request.options.font_size / 9
    figure, axes = plt.subplots(len(rows), 1, figsize=(8.5, max(1.0, height * len(rows))), squeeze=False)
    for place, row in zip(axes[:, 0], rows):
        draw_expectation(place, row)
    axes[-1][0].set_xlabel("left side − right side of what was expected, each in its own unit")
    figure.align_ylabels()
    verdicts = [verdict for verdict in VERDICTS if verdict in {row["verdict"] for row in rows}]
    handles = {verdict: plt.Line2D([], [], linestyle="none", color=VERDICTS[verdict][0], marker=VERDICTS[verdict][1], markersize=7,
                                   markerfacecolor=VERDICTS[verdict][0] if VERDICTS[verdict][2] else "white") for verdict in verdicts}
    handles["where it was expected"] = plt.Rectangle((0, 0), 1, 1, color=EXPECTED, linewidth=0)
    return Picture(figure, ["Bars: 95 % interval of the mean difference, paired by seed; p by Holm over all that is expected."], handles,
                   least=figure.get_figheight())
