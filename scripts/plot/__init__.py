"""Pictures of what regrun leaves behind. scripts/plot.py is the command; a kind of picture is a file here and a row in kinds.py.

    logs      what is read: logs, options, what instruments said
    runs      final rows, and runs that stopped early
    names     metrics, settings and options as a person calls them
    bands     intervals, and what a caption says of them
    style     colours, dashes, markers, axes
    fonts     for letters that the usual one lacks
    layout    title, legend and caption around the panels
    kinds     the table of kinds; request: what each of them is given
"""
