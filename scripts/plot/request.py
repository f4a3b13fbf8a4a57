"""What a kind of picture is asked for."""
import dataclasses

import pandas as pd


@dataclasses.dataclass
class Request:
    log: pd.DataFrame  # of the settings that are wanted, without runs that diverged
    styles: dict  # setting: its colour, dash and marker
    metric: str  # None: the primary, or the kind's own
    primary: str  # the metric that the config says its question is about, where the log has it; else None
    options: object  # of the command line

    def metric_or(self, own):
        """What is drawn: the metric that was asked for, the config's primary one, or the kind's own."""
        return self.metric or self.primary or own
