"""The classes over two features, as each setting's saved network sees them: --kind boundary."""
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_rgb

from .errors import refuse, refuse_word
from .layout import Picture, wrapped
from .logs import prefix_of
from .models import find_models, find_regrun, measured
from .names import check_metric, title_of
from .style import COLORS, MARKERS, panels
from .tune import chosen_of

CLASS_COLORS = [COLORS[i] for i in (1, 2, 3, 4, 5, 6, 0)]
GRID = 141  # points to each side
MARGIN = 0.07  # around the samples
SAVE = "--set train.save=last --restart"


def color_of(k):
    return CLASS_COLORS[k % len(CLASS_COLORS)]


NO_CLASSES = "a regression has no classes to part; --kind curves or final shows its errors"


def models_of(request):
    """Each setting's network under the seed that is shown, and that seed."""
    options = request.options
    if "test_acc" not in request.log.columns:  # before anybody trains anew for it
        refuse(f"--kind boundary: {NO_CLASSES}")
    seeds = sorted(set(request.log["seed"]))
    seed = seeds[0] if options.seed is None else options.seed
    if seed not in seeds:
        refuse_word("--seed", f"{seed}: no run has it", seeds)
    chosen, models = chosen_of(options.results), {}
    candidates = request.log[["setting", "seed", "candidate_of"]] if "candidate_of" in request.log.columns else None
    for path in options.results:
        prefix = prefix_of(path, len(options.results) > 1)
        models.update({prefix + name: model for name, model in find_models(path, seed).items()})
    if not models:
        refuse(f"--kind boundary: there are no saved networks of seed {seed} in {', '.join(options.results)}; run its config again with "
               f"{SAVE}, which begins anew (a picture shows two features that are numbers, and classes)")
    found = {}
    for name in request.styles:
        own = name
        if candidates is not None and name not in models:
            rows = candidates[(candidates["candidate_of"] == name) & (candidates["seed"] == seed)]
            own = next((run for run in rows["setting"] if (run, seed) in chosen), name)
        if own not in models:
            refuse(f"--kind boundary: there is no saved network of {name}, seed {seed}; leave it out by --settings, or run its config "
                   f"again with {SAVE}")
        found[name] = models[own]
    return found, seed


def check_model(name, model):
    """Two features that are numbers, and classes."""
    if not model.classes:
        refuse(f"--kind boundary: {name}: {NO_CLASSES}")
    if model.features != 2:
        moons = ' ("data.dimensions": 2)' if model.data["source"] == "moons" else ""
        refuse(f"--kind boundary: {name} has {model.features} features, and a picture shows 2; train on two of them: data.use names "
               f"them in a table, and moons, spirals and blobs have two{moons}")
    columns = model.columns["features"] if model.columns else []
    if len(columns) != 2 or any("categories" in column or column.get("indicator") for column in columns):
        refuse(f"--kind boundary: the features of {name} are not two columns of numbers of a table; data.use names two that are")


def frame_of(samples):
    """The ranges of both features over all samples, with a margin."""
    ends = []
    for axis in ("x", "y"):
        low = min(rows[axis].min() for rows in samples)
        high = max(rows[axis].max() for rows in samples)
        margin = MARGIN * (high - low) or 1.0
        ends += [low - margin, high + margin]
    return ends


def draw_surface(axes, p, frame):
    """Of two classes the probability of the second; of more, each one's colour, paler where it is less sure."""
    classes = p.shape[2]
    x, y = np.linspace(frame[0], frame[1], p.shape[1]), np.linspace(frame[2], frame[3], p.shape[0])
    if classes == 2:
        surface = axes.contourf(x, y, p[:, :, 1], levels=np.linspace(0, 1, 11), cmap=two_class_map())
        axes.contour(x, y, p[:, :, 1], levels=[0.5], colors="black", linewidths=1.4)
        return surface
    winner = p.argmax(axis=2)
    share = np.round((p.max(axis=2) - 1 / classes) / (1 - 1 / classes), 1)[:, :, None]  # few steps: few colours
    colors = np.array([to_rgb(color_of(k)) for k in range(classes)])[winner]
    axes.imshow(1 - (0.12 + 0.5 * share) * (1 - colors), extent=frame, origin="lower", aspect="auto", interpolation="nearest")
    for k in range(classes):
        others = np.delete(p, k, axis=2).max(axis=2)
        if (winner == k).any() and (winner != k).any():
            axes.contour(x, y, p[:, :, k] - others, levels=[0], colors="black", linewidths=1.0)
    return None


def two_class_map():
    ends = [tuple(1 - 0.62 * (1 - np.array(to_rgb(color_of(k))))) for k in (0, 1)]
    return LinearSegmentedColormap.from_list("two", [ends[0], (1, 1, 1), ends[1]])


def draw_samples(axes, samples, model, most):
    """Training samples filled, test samples open; of many test samples the first."""
    for part, size, edge in (("test", 10, None), ("train", 20, "black")):
        rows = samples[samples["part"] == part].head(most)
        for k, label in enumerate(model.class_names):
            own = rows[rows["label"] == label]
            axes.scatter(own["x"], own["y"], s=size, marker=MARKERS[k % len(MARKERS)], linewidths=0.6 if edge else 0.7,
                         facecolors=color_of(k) if edge else "none", edgecolors=edge or darker(color_of(k)), zorder=3)


def darker(color):
    return tuple(0.75 * np.array(to_rgb(color)))


def handles_of(model):
    """The classes by colour and shape, the parts by filling."""
    def mark(**style):
        return plt.Line2D([], [], linestyle="none", markersize=5.5, **style)
    handles = {name: mark(marker=MARKERS[k % len(MARKERS)], markerfacecolor=color_of(k), markeredgecolor="black", markeredgewidth=0.6)
               for k, name in enumerate(model.class_names)}
    handles["training sample"] = mark(marker="o", markerfacecolor="0.6", markeredgecolor="black", markeredgewidth=0.6)
    handles["test sample"] = mark(marker="o", markerfacecolor="none", markeredgecolor="0.3", markeredgewidth=0.8)
    return handles


def scores_of(row, metric):
    """What stands below a panel's name."""
    if metric:
        return f"{title_of(metric)} {row[metric]:.3g}"
    return f"test loss {row['test_loss']:.3g}, accuracy {100 * float(row['test_acc']):.1f} %"


def caption_of(found, samples, seed, most):
    first = next(iter(samples.values()))
    counts = {part: int((first["part"] == part).sum()) for part in ("train", "test")}
    model = next(iter(found.values()))
    what = (f"Colours: probability of the class {model.class_names[1]}; black line: 0.5." if model.classes == 2 else
            "Colours: the likeliest class, paler where it is less sure; black lines: where it changes.")
    shown = [f"{min(most, counts[part])} of {counts[part]} {word} samples" for part, word in (("train", "training"), ("test", "test"))
             if counts[part] > most]
    return [f"Networks of seed {seed}.", what] + ([f"Shown: {', '.join(shown)}."] if shown else [])


def plot_boundary(request):
    options = request.options
    if request.metric:
        check_metric(request.metric, request.log)
    found, seed = models_of(request)
    for name, model in found.items():
        check_model(name, model)
    if len({tuple(model.class_names) for model in found.values()}) > 1 or len({(m.name_of(0), m.name_of(1)) for m in found.values()}) > 1:
        refuse("--kind boundary: the settings have other features or classes than one another; draw them one by one, by --settings")
    regrun, samples, drawn = find_regrun(options.regrun), {}, {}
    for name, model in found.items():
        key = repr(sorted(model.data.items(), key=str))
        drawn[key] = drawn[key] if key in drawn else model.samples(regrun)
        samples[name] = drawn[key]
    scores = measured(regrun, list(found.values()))
    frame = frame_of(list(samples.values()))
    x, y = np.meshgrid(np.linspace(*frame[:2], GRID), np.linspace(*frame[2:], GRID))
    most = 3 if len(found) == 3 else 2 if len(found) <= 4 else 4 if len(found) <= 12 else 5
    figure, places = panels(len(found), most, (2.9, 2.9) if most < 4 else (2.3, 2.4), sharex=True, sharey=True)
    across = places[0].get_gridspec().ncols
    for i, (place, (name, model)) in enumerate(zip(places, found.items())):
        surface = draw_surface(place, model.probabilities(regrun, x, y), frame)
        draw_samples(place, samples[name], model, options.samples)
        place.set(xlim=frame[:2], ylim=frame[2:])
        place.grid(False)
        place.set_title(f"{wrapped(name, 30)}\n{scores_of(scores.iloc[i], request.metric)}", fontsize=options.font_size)
        place.tick_params(labelbottom=i + across >= len(found))
        place.set_xlabel(model.name_of(0) if i + across >= len(found) else "")
        place.set_ylabel(model.name_of(1) if i % across == 0 else "")
    if surface is not None:
        bar = figure.colorbar(surface, ax=places, ticks=[0, 0.25, 0.5, 0.75, 1], aspect=30, shrink=0.9)
        bar.set_label(f"probability of {model.class_names[1]}")
    return Picture(figure, caption_of(found, samples, seed, options.samples), handles_of(model))
