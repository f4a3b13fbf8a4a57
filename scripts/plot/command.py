"""The command: its arguments, what it reads, and the file that it writes."""
import argparse
import io
import os
import sys
import tempfile

from . import logs
from .errors import listed, refuse
from .fonts import choose_fonts
from .kinds import KINDS
from .layout import compose
from .names import wanted_settings
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
UNDATED = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}


def inches(text):
    """A length: inches, or a number with its unit."""
    number, unit = (text[:-2], text[-2:]) if text[-2:] in INCHES else (text, "in")
    length = float(number) * INCHES[unit]
    if not 0.5 <= length <= 100:
        raise argparse.ArgumentTypeError(f"{text}: from 0.5 to 100 inches (5.5, 14cm, 84mm, 397pt)")
    return length


def font_points(text):
    size = float(text)
    if not 3 <= size <= 40:
        raise argparse.ArgumentTypeError(f"{text}: from 3 to 40 points")
    return size


def add_looks(parser):
    parser.add_argument("--title", help="a line above the picture")
    parser.add_argument("--caption", metavar="TEXT", help="in the place of the line that says what bands are and how many seeds; '' for none")
    parser.add_argument("--font-size", type=font_points, default=9, metavar="POINTS", help="of labels (default: 9)")
    parser.add_argument("--width", type=inches, metavar="LENGTH", help="of the whole picture: inches, or 14cm, 84mm, 397pt (default: by kind)")
    parser.add_argument("--height", type=inches, metavar="LENGTH", help="likewise")
    parser.add_argument("--dpi", type=int, default=120, help="resolution of a PNG (default: 120)")
    parser.add_argument("--colors", type=int, metavar="N", help="a PNG of at most N colours (2 to 256), a smaller file")


def add_boundary(parser):
    parser.add_argument("--seed", type=int, metavar="N", help="whose networks --kind boundary shows (default: the first)")
    parser.add_argument("--samples", type=int, default=100, metavar="N", help="at most so many samples of a part in it (default: 100)")
    parser.add_argument("--regrun", metavar="PATH", help="the program that it asks (default: that beside the script, or in PATH)")


def make_parser():
    table = "\n".join(f"  {name:<10}{kind.about}" for name, kind in KINDS.items())
    parser = argparse.ArgumentParser(prog="plot.py", description=HEAD.replace("PLOT", sys.argv[0]), formatter_class=argparse.RawDescriptionHelpFormatter,
                                     epilog=f"kinds [and their metric where none is asked for]:\n{table}")
    parser.add_argument("results", nargs="+", help="results folders, or log.csv files")
    parser.add_argument("-o", "--out", default="plot.png", help="the picture: .png, .svg or .pdf (default: plot.png)")
    parser.add_argument("--kind", choices=KINDS, metavar="KIND", help="what to draw, see below (default: overview)")
    parser.add_argument("--metric", metavar="METRIC", help="a column of the log (default: the kind's)")
    parser.add_argument("--settings", action="append", metavar="NAMES",
                        help="only settings of these names or patterns ('bn*'), separated by commas; may be repeated")
    parser.add_argument("--candidates", action="store_true",
                        help="every candidate of a tuned setting as a setting, and not only the chosen runs")
    parser.add_argument("--band", choices=["ci", "sd", "none"], default="ci",
                        help="around the mean: its 95 %% interval, the SD, or nothing (default: ci)")
    parser.add_argument("--seeds", action="store_true", help="draw each seed as a thin line as well")
    parser.add_argument("--linear", action="store_true", help="losses on a linear axis")
    parser.add_argument("--across", metavar="OPTION", help="the option across in a sweep (default: the one with most values)")
    parser.add_argument("--probe", metavar="VALUE", help="what instruments said of a value, as gradient_norm: --kind probe")
    parser.add_argument("--by", choices=["epoch", "depth"], default="epoch", help="across in a picture of --probe (default: epoch)")
    add_boundary(parser)
    add_looks(parser)
    return parser


def read_arguments():
    parser = make_parser()
    options = parser.parse_args()
    if options.colors and not (options.out.endswith(".png") and 2 <= options.colors <= 256):
        parser.error(f"--colors {options.colors}: from 2 to 256, of a .png")
    if os.path.splitext(options.out)[1] not in (".png", ".svg", ".pdf"):
        parser.error(f"{options.out}: the picture's name must end with .png, .svg or .pdf")
    if not 10 <= options.dpi <= 2000:
        parser.error(f"--dpi {options.dpi}: from 10 to 2000")
    if options.samples < 0:
        parser.error(f"--samples {options.samples}: 0 or more")
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
        refuse("there is no run to draw" + ("; all diverged" if lost else ""))
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
    data, part = picture_bytes(figure, options), None
    try:
        folder = os.path.dirname(options.out) or "."
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
        refuse(f"cannot write {options.out}: {error.strerror}")


def draw(options):
    """The figure, composed."""
    log, lost = read(options)
    set_up(options.font_size)
    choose_fonts([*dict.fromkeys(log["setting"]), options.title or "", options.caption or ""])
    picture = KINDS[options.kind].plot(Request(log, styles_of(log), options.metric, options))
    if lost:
        picture.caption.append(f"Left out, for they diverged: {listed([f'{setting}, seed {seed}' for setting, seed in lost], 4)}.")
    compose(picture, options, selection_of(log))
    return picture.figure


def main():
    options = read_arguments()
    try:
        save(draw(options), options)
    finally:
        plt.close("all")
