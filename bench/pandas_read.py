"""Reads a table with pandas.read_csv and prints seconds of the processor and of the clock."""
import sys
import time

import pandas

cpu, start = time.process_time(), time.perf_counter()
pandas.read_csv(sys.argv[1], header=None)
print(f"{time.process_time() - cpu:.4f} {time.perf_counter() - start:.4f}")
