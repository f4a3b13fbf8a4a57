"""What the peers in Python share: a pass timed, and the cells of stdin answered as bench/cells.h describes."""
import sys
import time


def timed(passes, seconds):
    """Best and mean seconds of a pass; one goes before the clock starts."""
    passes()
    took = []
    while not took or sum(took) < seconds:
        start = time.perf_counter()
        passes()
        took.append(time.perf_counter() - start)
    return min(took), sum(took) / len(took)


def serve(open_cell):
    """open_cell(kind, sizes, batch, words of the setting, samples) makes the network and gives the pass to be timed."""
    for cell in sys.stdin:
        kind, widths, batch, setting, samples, seconds = cell.split()
        passes = open_cell(kind, [int(w) for w in widths.split("-")], int(batch), setting.split("+"), int(samples))
        best, mean = timed(passes, float(seconds))
        print(kind, widths, batch, setting, samples, f"{best:.9f} {mean:.9f}", flush=True)
