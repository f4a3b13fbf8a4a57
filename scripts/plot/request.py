"""What a kind of picture is asked for."""
import dataclasses

import pandas as pd


@dataclasses.dataclass
class Request:
    log: pd.DataFrame  # of the settings that are wanted, without runs that diverged
    styles: dict  # setting: its colour, dash and marker
    metric: str  # None: the kind's own
    options: object  # of the command line
