#!/usr/bin/python3
"""Draws kinds of scripts/plot.py and looks at what stands in the figures: FOLDER holds the logs that tests/cli/plot.sh has made up.

Each text must lie within the picture and clear of all others; captions, legends and panels must say what they are to say.
"""
import os
import shlex
import sys
import time

import pandas

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "scripts"))

from plot import bands, command, logs, runs  # noqa: E402
from plot.style import plt, use_log_scale  # noqa: E402

BAND = "band: its own 95 % interval (verdicts go by differences paired by seed)."
BARS = BAND.replace("band", "bars", 1)

folder = sys.argv[1]
tally = {True: 0, False: 0}


def check(what, holds, seen=""):
    tally[bool(holds)] += 1
    if not holds:
        print(f"not so: {what}: {seen}")


def draw(line):
    """The figure of a command line, laid out."""
    plt.close("all")
    sys.argv = ["plot.py", *(os.path.join(folder, word[1:]) if word.startswith("@") else word for word in shlex.split(line))]
    return command.draw(command.read_arguments())


def shown_ticks(axis):
    low, high = sorted(axis.get_view_interval())
    slack = 1e-9 * (high - low)
    return [tick.label1 for tick in axis.get_major_ticks()
            if low - slack <= tick.get_loc() <= high + slack and tick.label1.get_visible()]


def texts_of(figure):
    """All texts that are seen."""
    texts = list(figure.texts)
    for legend in figure.legends:
        texts += list(legend.get_texts()) + [legend.get_title()]
    for axes in figure.axes:
        texts += [axes.title, axes.xaxis.label, axes.yaxis.label] + list(axes.texts)
        texts += shown_ticks(axes.xaxis) + shown_ticks(axes.yaxis)
    return [text for text in texts if text.get_visible() and text.get_text().strip()]


def words_of(figure):
    """What is said, however it is broken into lines."""
    return [" ".join(text.get_text().split()) for text in texts_of(figure)]


def look(line):
    """Draws, and looks whether all of it can be read."""
    figure = draw(line)
    figure.draw_without_rendering()  # which is when legends are placed
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts_of(figure)]
    edge = figure.bbox
    outside = [(word, box) for word, box in boxes if box.x0 < edge.x0 - 1 or box.x1 > edge.x1 + 1 or box.y0 < edge.y0 - 1
               or box.y1 > edge.y1 + 1]
    check(f"{line}: {len(boxes)} texts are within the picture", boxes and not outside, f"{outside} in {edge}")
    over = [(word, box, other, its) for i, (word, box) in enumerate(boxes) for other, its in boxes[:i]
            if not (box.x0 >= its.x1 - 1 or its.x0 >= box.x1 - 1 or box.y0 >= its.y1 - 1.5 or its.y0 >= box.y1 - 1.5)]
    check(f"{line}: they stand apart", not over, over)
    return figure


def has(line, figure, *words):
    seen = words_of(figure)
    for word in words:
        check(f"{line}: {word!r} is there", word in seen, seen)


def titles(figure):
    return [axes.get_title() for axes in figure.axes if axes.get_title()]


def check_captions():
    figure = look("@small")
    has("overview", figure, f"Lines: mean over 3 seeds; {BAND.replace('band', 'bands and bars', 1)[:-1]}; dots: each seed at its end.")
    has("sd", draw("@small --kind curves --band sd --seeds"),
        "Lines: mean over 3 seeds; band: the standard deviation of the seeds to either side; thin lines: each seed.")
    has("none", draw("@small --kind gap --band none"), "Lines: mean over 3 seeds.")
    has("folds", draw("@folds --kind gap"), "Lines: mean over 3 seeds; band: its own 95 % interval, widened for folds (verdicts go by differences "
        "paired by seed).")
    has("one seed", draw("@single --kind gap"), "Lines: 1 seed: there is no band.")
    has("unequal", draw("@unequal --kind gap"), "Lines: mean over 1 to 3 seeds, as each setting has; " + BAND)
    has("diverged", draw("@diverged --kind gap"), "Lines: mean over 2 to 3 seeds, as each setting has; " + BAND +
        " Left out, for they diverged: plain, seed 2.")
    check("no caption", not [text for text in draw("@small --kind gap --caption ''").texts], "there is one")
    has("own words", draw("@small --kind gap --caption mine --title 'A title'"), "mine", "A title")


def check_sizes():
    figure = look("@small --kind curves --width 12cm --height 3 --title 'Dropout, and what it does to the loss of a small network'")
    size = figure.get_size_inches()
    check("--width and --height are those of the whole", abs(size[0] - 12 / 2.54) < 1e-6 and size[1] == 3, size)
    sizes = {text.get_fontsize() for axes in look("@small --kind curves --font-size 14 --width 10").axes for text in axes.get_xticklabels()}
    check("--font-size", sizes == {14 * 0.95}, sizes)
    twenty = look("@twenty")
    look("@twenty --kind final --metric test_acc --width 5")
    looks = {(line.get_color(), str(line.get_linestyle()), line.get_marker()) for line in twenty.axes[0].lines}
    check("twenty settings look each otherwise", len(looks) == 20, looks)


def check_bands():
    bands = [path for axes in draw("@wide --kind curves").axes for band in axes.collections for path in band.get_paths()]
    check("a band that reaches below 0 ends at its logarithmic axis", bands and all((path.vertices[:, 1] > 0).all() for path in bands))


def check_metrics():
    check("accuracy", titles(look("@small --kind accuracy")) == ["test accuracy", "train accuracy", "final test accuracy"])
    figure = draw("@small --kind gap --metric test_acc")
    check("the gap of a metric", titles(figure) == ["gap (train accuracy − test accuracy)"])
    gap = figure.axes[0].lines[0].get_ydata()[-1]
    check("it is a difference", abs(gap - (0.2 + 0.3 - 0.2) / 3) < 0.1, gap)
    seen = titles(look("@small --metric test_acc"))
    check("an overview of a metric", seen == ["test accuracy", "train accuracy", "gap (train accuracy − test accuracy)", "final test accuracy"],
          seen)
    seen = titles(draw("@small --metric running_loss"))
    check("one without parts is shown at the end", seen[0] == "test loss" and seen[-1] == "final running loss", seen)


def check_names():
    seen = [label.get_text() for label in shown_ticks(look("@commas --kind final --settings 'a, b,c'").axes[0].yaxis)]
    check("a name with commas, and one more", seen == ["a, b", "c"], seen)
    seen = [label.get_text() for label in shown_ticks(draw("@commas --kind final --settings 'a*' --settings c").axes[0].yaxis)]
    check("patterns", seen == ["a, b", "a", "c"], seen)


def check_sweeps():
    figure = look("@three --kind sweep")
    seen = titles(figure)
    check("three options: a panel for each value of the third", seen == ["momentum 0", "momentum 0.9"], seen)
    check("below each a map, and one scale", len(figure.axes) == 5, len(figure.axes))
    has("three", figure, "learning_rate", "0.01", "0.1", "batch_size", "final gap",
        f"Lines: mean over 2 seeds; {BARS} Maps: the same means.")
    first = figure.axes[0].get_ylim()
    check("on one axis", all(axes.get_ylim() == first for axes in figure.axes[:2]))
    figure = look("@four --kind sweep --across batch_size")
    seen = titles(figure)
    check("across by the end of its key", "batch_size" in {axes.get_xlabel() for axes in figure.axes}, figure.axes[-1].get_xlabel())
    check("four options: rows of panels", len(seen) == 4 and "momentum 0.9, batch_norm true" in seen, seen)
    figure = look("@drawn --kind sweep")
    seen = [axes.get_xlabel() for axes in figure.axes]
    check("points that were drawn have a panel for each option", sorted(seen) == ["dropout", "learning_rate"], seen)
    has("drawn", figure, f"Points: settings, each in every panel, for they fill no grid; mean over 3 seeds; {BARS} 6 of 36 combinations of these "
        "options have runs.")


def check_hand_written():
    """Settings that are no full grid of their options."""
    figure = look("@corner --kind sweep")
    has("corner", figure, "none", f"Lines: mean over 2 seeds; {BARS} Maps: the same means. 3 of 4 combinations of these options have runs.")
    figure = look("@hand --kind sweep --metric test_acc")
    seen = [axes.get_xlabel() for axes in figure.axes]
    check("each option has a panel", seen == ["dropout", "batch_norm", "l2"], seen)
    has("hand", figure, "plain", "both", "l2", "false", "0.001", f"Points: settings, each in every panel, for they fill no grid; mean over 2 seeds; "
        f"{BARS} 5 of 8 combinations of these options have runs.")
    panels = [[round(float(line.get_xdata()[0]), 3) for line in axes.lines if line.get_marker() in "os^Dv"] for axes in figure.axes]
    check("a point for each setting, none above another", all(len(set(panel)) == 5 for panel in panels), panels)
    shown = [axes for axes in look("@gappy --kind sweep --across batch_size").axes if axes.get_visible()]
    check("panels without data are left out", len(shown) == 3 and all(axes.has_data() for axes in shown), len(shown))


def check_primary():
    """The config's primary metric, where none is asked for."""
    check("of the end", titles(draw("@of_test_acc --kind final")) == ["final test accuracy"])
    check("unless another is asked for", titles(draw("@of_test_acc --kind final --metric gap")) == ["final gap"])
    check("of a best value the metric", titles(draw("@of_best_test_loss --kind final")) == ["final test loss"])
    check("of experiments that differ the kind's own", titles(draw("@of_test_acc @of_gap --kind final")) == ["final gap"])
    check("of its gap", titles(draw("@of_test_acc --kind gap")) == ["gap (train accuracy − test accuracy)"])
    check("by epoch", titles(draw("@of_test_acc --kind curves")) == ["test accuracy", "train accuracy"])
    check("a gap is between two losses", titles(draw("@of_gap --kind curves")) == ["test loss", "train loss"])
    check("which are no score", titles(draw("@of_gap --kind accuracy"))[-1] == "final test accuracy")
    seen = titles(draw("@of_test_acc"))
    check("at the end of an overview", [seen[0], seen[-1]] == ["test loss", "final test accuracy"], seen)


def check_narrow():
    """A width alone keeps the picture's shape."""
    for line in ("@small --kind gap", "@small --kind final", "@small --kind curves --font-size 7", "@small --kind curves --metric gap"):
        figure = look(f"{line} --width 84mm")
        width, height = figure.get_size_inches()
        check(f"{line}: 84 mm wide, and not as high", abs(width - 84 / 25.4) < 1e-6 and 0.4 * width < height < width, (width, height))
        lowest = min(axes.get_tightbbox(figure.canvas.get_renderer()).y0 for axes in figure.axes)
        check(f"{line}: its legend stands below", all(legend.get_window_extent().y1 <= lowest for legend in figure.legends))
    look("@hand --kind sweep --width 84mm")
    look("@three --kind sweep --width 84mm")
    width, height = draw("@small --kind gap --width 11").get_size_inches()
    check("a wide one grows", 0.5 < height / width < 0.8, (width, height))


def check_log_axes():
    """Labels where curves are, whatever they span."""
    for low, high, want in (0.52, 0.74, (0.5, 0.6, 0.8)), (0.45, 2.3, (0.5, 0.7, 1, 2)), (0.02, 3, (0.02, 0.1, 0.5, 1)), (1e-12, 1, (1e-12, 1e-4, 1)):
        plt.close("all")
        figure, axes = plt.subplots(figsize=(3, 2))
        axes.plot([low, high])
        use_log_scale(axes, pandas.Series([low, high]))
        figure.draw_without_rendering()
        labels = shown_ticks(axes.yaxis)
        seen = [float(label.get_text()) for label in labels]
        check(f"{low} to {high} is labelled", 3 <= len(seen) <= 9 and set(want) <= set(seen), seen)
        boxes = sorted((label.get_window_extent() for label in labels), key=lambda box: box.y0)
        check(f"{low} to {high}: labels stand apart", all(a.y1 < b.y0 for a, b in zip(boxes, boxes[1:])), seen)


def check_ties():
    """As many dots as seeds, none above another."""
    figure = look("@ties --kind final")
    for dots, name in zip([line for line in figure.axes[0].lines if len(line.get_xdata()) == 20], ("plain", "dropout")):
        places = sorted(map(tuple, figure.axes[0].transData.transform(dots.get_xydata())), key=lambda place: (round(place[0]), place[1]))
        size = dots.get_markersize() * figure.dpi / 72
        over = [pair for pair in zip(places, places[1:]) if abs(pair[0][0] - pair[1][0]) < size and abs(pair[0][1] - pair[1][1]) < 0.9 * size]
        check(f"20 dots of {name}", len(places) == 20 and size > 1 and not over, (over, size))
    check("ties of all", len({tuple(place) for line in draw("@ties --kind final --metric test_acc").axes[0].lines[:1]
                              for place in line.get_xydata()}) == 20)


def check_probes():
    figure = look("@layers --probe gradient_norm")
    grids = {axes.get_gridspec().get_geometry() for axes in figure.axes}
    check("four layers are two rows of two", grids == {(2, 2)} and titles(figure) == ["linear 1", "linear 2", "linear 3", "whole network"],
          (grids, titles(figure)))
    check("layers of a kind have one axis", len({axes.get_ylim() for axes in figure.axes[:3]}) == 1)


def check_numbers():
    """What pictures rest on: final rows, means of runs that stopped early, chosen runs, intervals."""
    log, _ = logs.read_logs([os.path.join(folder, "stopped")])
    check("final rows are those that were kept", list(runs.final_rows(log)["test_loss"]) == [6, 6, 4, 9])
    for name, means in ("stop", [9.0, 5.5, 5.5, 7.0]), ("plain", [9.0, 6.0]):
        seen = list(runs.carried_on(log[log["setting"] == name]).groupby("epoch")["test_loss"].mean())
        check("a run that stopped counts on by them", seen == means, seen)
    check("what was selected on the test data", "Epochs of chosen were selected on the test data" in runs.selection_of(log))
    check("and what was not", runs.selection_of(log[log["setting"] != "chosen"]) == "")
    every = ["plain d,dropout=0.1 d,dropout=0.3", [7, 8, 10, 11, 20, 21], "0.0 0.1 0.3"]
    for name, candidates, want in (("unchosen", False, every), ("tuned", True, every), ("tuned", False, ["plain d", [7, 8, 10, 21], "0.0 tuned"])):
        log, _ = logs.read_logs([os.path.join(folder, name)], candidates)
        seen = [" ".join(log["setting"].unique()), list(log["test_loss"]), " ".join(log["regularize.dropout"].astype(str).unique())]
        check(f"{name}: candidates, or chosen runs", seen == want, seen)
    folds = pandas.DataFrame({"fold": range(5)})
    seen = [f"{bands.half_width([1, 2, 3, 4, 5], 'ci', bands.overlap_of(rows)):.4f}" for rows in (folds, folds[:1])]
    check("folds widen an interval: 2.776445 sqrt(2.5 (1/5 + 1/4))", seen == ["2.9449", "1.9632"], seen)
    seen = [f"{bands.t_quantile(n):.3f}" for n in (2, 3, 4, 5, 6, 11)]
    check("Student's t as in any table", seen == "12.706 4.303 3.182 2.776 2.571 2.228".split(), seen)


def check_tuning():
    figure = look("@candidates --kind tune")
    check("a panel for each tuned setting", titles(figure) == ["d", "e, with a comma"], titles(figure))
    has("tune", figure, "dropout 0.1", "dropout 0.3", "2 of 3", "1 of 3", "final validation loss")
    diamonds = sum(len(line.get_xdata()) for axes in figure.axes for line in axes.lines if line.get_marker() == "D")
    check("each seed has a chosen candidate", diamonds == 6, diamonds)
    check("of one setting", titles(draw("@candidates --kind tune --settings 'e, with a comma'")) == ["e, with a comma"])


def check_expectations():
    figure = look("@expected --kind expect")
    has("expect", figure, "supported p < 0.001, 8 seeds", "refuted p 0.02, 8 seeds", "cannot tell p 0.3, 2 seeds, some 30 would tell")
    spans = [axes.patches[0].get_extents().transformed(axes.transData.inverted()) for axes in figure.axes]
    sides = ["left" if box.x1 <= 1e-9 else "right" if box.x0 >= -1e-9 else "around" for box in spans]
    check("the side that was expected is shaded", sides == ["left", "right", "around"], sides)
    check("0 in the middle", all(abs(sum(axes.get_xlim())) < 1e-9 for axes in figure.axes))


def check_boundaries():
    figure = look("@results/moons --kind boundary --regrun " + shlex.quote(os.environ["REGRUN"]))
    panels = [axes for axes in figure.axes if axes.get_title()]
    seen = [axes.get_title().split("\n") for axes in panels]
    check("a panel for each setting", [title[0] for title in seen] == ["plain", "dropout, half"], seen)
    logged = os.environ["LOGGED"].split()  # test losses of the log, to 3 digits
    check("with the test loss of the log", [title[1].split()[2].rstrip(",") for title in seen] == logged, (seen, logged))
    check("in the samples' own units", [panels[0].get_xlabel(), panels[0].get_ylabel()] == ["x", "y"])
    count = sum(len(dots.get_offsets()) for dots in panels[0].collections if dots.get_paths() and len(dots.get_sizes()))
    check("30 training and 100 test samples", count == 130, count)
    has("boundary", figure, "lower", "upper", "training sample", "test sample", "Networks of seed 1. Colours: probability of the class upper; "
        "black line: 0.5. Shown: 100 of 150 test samples.")
    figure = look("@results/spirals --kind boundary --seed 2 --metric gap")
    has("many classes", figure, "1", "2", "3", "Networks of seed 2. Colours: the likeliest class, paler where it is less sure; "
        "black lines: where it changes.")
    check("a metric in the title", "gap " in titles(figure)[0], titles(figure))


for part in (check_numbers, check_captions, check_sizes, check_narrow, check_bands, check_log_axes, check_metrics, check_primary, check_names,
             check_ties, check_sweeps, check_hand_written, check_tuning, check_probes, check_expectations, check_boundaries):
    began = time.process_time()
    part()
    if "PROFILE" in os.environ:
        print(f"{part.__name__}: {time.process_time() - began:.1f} s", file=sys.stderr)
print(f"looked: {tally[True]} {tally[False]}")
