# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages with a form each, for chromium.py: chosen ones, and generated ones."""
import chosen
import generated
from case import Case


def cases():
    return chosen.cases() + generated.cases(seed=2008, number=200)
