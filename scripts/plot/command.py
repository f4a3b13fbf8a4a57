"""The command: its arguments, what it reads, and the file that it writes."""
import argparse
import io
import os
import sys
import tempfile

from . import logs
from .errors import DATA, FAILED, INTERRUPTED, IO, listed, meant_of, none_such, refuse, why
from .fonts import make_legible
from .kinds import KINDS
from .layout import compose
from .names import metrics_of, wanted_settings
from .request import Request
from .runs import selection_of
from .style import plt, set_up, styles_of

HEAD = """Pictures for papers from what regrun leaves behind (regrun help pictures tells of each kind).

    PLOT results/bn_vs_dropout -o overview.png
    PLOT results/bn_vs_dropout --kind final --metric test_acc -o accuracy.pdf
    PLOT results/sweep --kind sweep -o sweep.svg --title "Dropout and batch size" --width 5.5
    PLOT results/why --probe gradient_norm --by depth -o gradients.pdf
    PLOT results/boundaries --kind boundary -o boundaries.png
"""
INCHES = {"in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4, "pt": 1 / 72.27}  # a point of TeX's
NO_METRIC = {"probe": "--probe names what is drawn", "expect": "expectations are of the metrics that they name"}
KIND_HEAD = "kinds [and their metric where neither --metric nor the config's primary names one]:"
CODES = """exit codes, as regrun's: 0 done, 1 all runs diverged, 2 the command line, or what it asks for is not there, 4 data that cannot be
read, 5 files that are missing or cannot be written, 130 interrupted"""
UNDATED = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}


def inches(text):
    """A length: inches, or a number with its unit."""
    number, unit = (text[:-2], text[-2:]) if text[-2:] in INCHES else (text, "in")
    return INCHES[unit] * number_from(0.5 / INCHES[unit], 100 / INCHES[unit], "from 0.5 to 100 inches (5.5, 14cm, 84mm, 397pt)", text)(number)


def number_from(low, high, words, shown=None, kind=float):
    """The type of an option that is a number in a range, which the words say."""
    def parse(text):
        try:
            value = kind(text)
        except ValueError:
            value = None
        if value is None or not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{shown or text}: {words}")
        return value
    return parse


def one_of(what, words):
    """The type of an option that is one of several words."""
    def parse(text):
        if text not in words:
            raise argparse.ArgumentTypeError(none_such(f"{text}: no such {what}", words, text))
        return text
    return parse


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message):
        option, _, what = message.partition(": ")
        if option.startswith("argument "):
            what = "needs a value" if what.startswith("expected") else "takes no value" if what.startswith("ignored") else what
            message = f"{option.rsplit(' ', 1)[-1].rsplit('/', 1)[-1]} {what}"
        refuse(message)

    def parse_known_args(self, *given):
        options, unknown = super().parse_known_args(*given)
        if unknown:
            meant = meant_of(unknown[0].split("=")[0], [word for action in self._actions for word in action.option_strings])
            refuse(f"unknown option {unknown[0]}; " + (f"did you mean {meant}?" if meant else "--help lists the options"))
        return options, unknown


def add_looks(parser):
    parser.add_argument("--title", help="a line above the picture")
    parser.add_argument("--caption", metavar="TEXT", help="in the place of the line that says what bands are and how many seeds; '' for none")
    parser.add_argument("--font-size", type=number_from(3, 40, "from 3 to 40 points"), default=9, metavar="POINTS", help="of labels (default: 9)")
    parser.add_argument("--width", type=inches, metavar="LENGTH", help="of the whole picture: inches, or 14cm, 84mm, 397pt (default: by kind)")
    parser.add_argument("--height", type=inches, metavar="LENGTH", help="likewise")
    parser.add_argument("--dpi", type=number_from(10, 2000, "from 10 to 2000", kind=int), default=120, help="resolution of a PNG (default: 120)")
    parser.add_argument("--colors", type=number_from(2, 256, "from 2 to 256", kind=int), metavar="N",
                        help="a PNG of at most N colours (2 to 256), a smaller file")


def add_boundary(parser):
    parser.add_argument("--seed", type=number_from(0, 2**64, "a whole number", kind=int), metavar="N",
                        help="whose networks --kind boundary shows (default: the first)")
    parser.add_argument("--samples", type=number_from(0, 10**9, "0 or more", kind=int), default=100, metavar="N",
                        help="at most so many samples of a part in it (default: 100)")
    parser.add_argument("--regrun", metavar="PATH", help="the program that it asks (default: that beside the script, or in PATH)")


def make_parser():
    table = "\n".join(f"  {name:<10}{kind.about}" for name, kind in KINDS.items())
    parser = Parser(prog="plot.py", description=HEAD.replace("PLOT", sys.argv[0]), formatter_class=argparse.RawDescriptionHelpFormatter,
                                     epilog=f"{KIND_HEAD}\n{table}\n\n{CODES}")
    parser.add_argument("results", nargs="*", help="results folders, or log.csv files")
    parser.add_argument("-o", "--out", default="plot.png", help="the picture: .png, .svg or .pdf (default: plot.png)")
    parser.add_argument("--kind", type=one_of("kind", KINDS), metavar="KIND", help="what to draw, see below (default: overview)")
    parser.add_argument("--metric", metavar="METRIC",
                        help="a column of the log (default: the config's primary metric, or where it names none the kind's)")
    parser.add_argument("--settings", action="append", metavar="NAMES",
                        help="only settings of these names or patterns ('bn*'), separated by commas; may be repeated")
    parser.add_argument("--candidates", action="store_true",
                        help="every candidate of a tuned setting as a setting, and not only the chosen runs")
    parser.add_argument("--band", type=one_of("band", ["ci", "sd", "none"]), default="ci", metavar="BAND",
                        help="around the mean: ci, its 95 %% interval, sd, the SD, or none (default: ci)")
    parser.add_argument("--seeds", action="store_true", help="draw each seed as a thin line as well")
    parser.add_argument("--linear", action="store_true", help="losses on a linear axis")
    parser.add_argument("--across", metavar="OPTION", help="the option across in a sweep (default: the one with most values)")
    parser.add_argument("--probe", metavar="VALUE", help="what instruments said of a value, as gradient_norm: --kind probe")
    parser.add_argument("--by", type=one_of("axis", ["epoch", "depth"]), default="epoch", metavar="AXIS",
                        help="epoch or depth: across in a picture of --probe (default: epoch)")
    add_boundary(parser)
    add_looks(parser)
    return parser


def read_arguments():
    parser = make_parser()
    options = parser.parse_args()
    if not options.results:
        parser.error(f"which results? Try: {sys.argv[0]} results/bn_vs_dropout")
    if options.colors and not options.out.endswith(".png"):
        parser.error(f"--colors {options.colors}: of a .png")
    if os.path.splitext(options.out)[1] not in (".png", ".svg", ".pdf"):
        parser.error(f"{options.out}: the picture's name must end with .png, .svg or .pdf")
    if options.probe and options.kind not in (None, "probe"):
        parser.error(f"--probe {options.probe} --kind {options.kind}: leave out one of them")
    options.kind = options.kind or ("probe" if options.probe else "overview")
    if options.metric and options.kind in NO_METRIC:
        parser.error(f"--metric {options.metric} --kind {options.kind}: {NO_METRIC[options.kind]}; leave out --metric")
    return options


def read(options):
    """The log that is drawn; of tuned settings the chosen runs, or where the kind wants them all candidates."""
    log, lost = logs.read_logs(options.results, options.candidates or KINDS[options.kind].candidates)
    for setting, seed in lost:
        print(f"plot.py: left out: {setting}, seed {seed} (diverged)", file=sys.stderr)
    if options.settings:
        own = log["setting"] if not KINDS[options.kind].candidates else log.get("candidate_of", log["setting"])
        known = [name for name in dict.fromkeys(own) if name]
        log = log[own.isin(wanted_settings(options.settings, known))]
        lost = [(setting, seed) for setting, seed in lost if setting in set(log["setting"])]
    if log.empty:
        refuse("there is no run to draw" + ("; all diverged" if lost else ""), FAILED if lost else DATA)
    return log, lost


def picture_bytes(figure, options):
    kind, whole = os.path.splitext(options.out)[1], io.BytesIO()
    figure.savefig(whole, format=kind[1:], dpi=options.dpi, metadata=UNDATED.get(kind))
    if not options.colors:
        return whole.getvalue()
    from PIL import Image  # matplotlib needs it, too

    fewer = io.BytesIO()
    Image.open(whole).convert("RGB").quantize(options.colors, dither=0).save(fewer, format="png", optimize=True)
    return fewer.getvalue()


def save(figure, options):
    """Writes the picture whole, or nothing."""
    data, part, folder = picture_bytes(figure, options), None, os.path.dirname(options.out) or "."
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".plot-", delete=False) as file:
            part = file.name
            file.write(data)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(part, 0o666 & ~mask)
        os.replace(part, options.out)
    except OSError as error:
        if part and os.path.exists(part):
            os.unlink(part)
        missing = not os.path.isdir(folder)
        refuse(f"cannot write {options.out}: " + (f"there is no folder {folder}" if missing else why(error)), IO)


def draw(options):
    """The figure, composed."""
    log, lost = read(options)
    set_up(options.font_size)
    primary = logs.read_primary(options.results)
    request = Request(log, styles_of(log), options.metric, primary if primary in metrics_of(log) else None, options)
    picture = KINDS[options.kind].plot(request)
    if lost:
        picture.caption.append(f"Left out, for they diverged: {listed([f'{setting}, seed {seed}' for setting, seed in lost], 4)}.")
    make_legible(picture, options)
    compose(picture, options, selection_of(log))
    return picture.figure


def main():
    try:
        options = read_arguments()
        save(draw(options), options)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    finally:
        plt.close("all")
