#!/usr/bin/python3
"""Pictures for papers from what regrun leaves behind (Debian: python3-pandas, python3-matplotlib); --help says which. The package
`plot` beside this file draws them."""
import sys

sys.dont_write_bytecode = True  # an installation stays what was installed
try:
    from plot.command import main
except ImportError as error:
    print(f"plot.py: {error}; install pandas and matplotlib (Debian: python3-pandas python3-matplotlib)", file=sys.stderr)
    sys.exit(5)  # as what else is missing

if __name__ == "__main__":
    main()
