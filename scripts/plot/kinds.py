"""Kinds of pictures: a row for each, and nobody else knows its name."""
import collections

from .boundary import plot_boundary
from .curves import plot_accuracy, plot_curves, plot_gap, plot_overview
from .expect import plot_expect
from .final import plot_final
from .probe import plot_probe
from .sweep import plot_sweep
from .tune import plot_tune

# `candidates`: it wants those of tuned settings, too. `--metric` is of the default in brackets.
Kind = collections.namedtuple("Kind", "plot about candidates")

KINDS = {
    "overview": Kind(plot_overview, "by epoch on the test and the training part, the gap, and the end of training [gap]", False),
    "curves": Kind(plot_curves, "by epoch [test_loss], beside the training part's", False),
    "accuracy": Kind(plot_accuracy, "a score by epoch and at the end [test_acc]", False),
    "gap": Kind(plot_gap, "the gap between the parts by epoch [of the losses]", False),
    "final": Kind(plot_final, "at the end of training, seed by seed [gap]", False),
    "sweep": Kind(plot_sweep, "at the end over swept options: lines, maps, facets [gap]", False),
    "tune": Kind(plot_tune, "the candidates of tuned settings, and the chosen ones [val_loss]", True),
    "probe": Kind(plot_probe, "what instruments said of the value --probe, by epoch or --by depth", False),
    "expect": Kind(plot_expect, "what the config expected, and the verdicts", False),
    "boundary": Kind(plot_boundary, "the classes over two features as saved networks see them [test_loss, test_acc]", False),
}
