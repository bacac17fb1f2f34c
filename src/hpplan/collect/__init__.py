"""Forms that units filled in: read, held against what is known already, and taken in like `record`.

A form is taken in whole or not at all. What a unit did not fill in, and what its file holds
already, adds nothing, so that a form can be read twice.
"""

from hpplan.collect.collector import Collector, files_of
from hpplan.collect.form import Collected, Fault, Form

__all__ = ["Collected", "Collector", "Fault", "Form", "files_of"]
