"""One function in a process of its own: ``python -m benchmarks.worker MODULE FUNCTION ARGUMENTS`` prints its answer.

A process of its own has memory of its own and has seen no text: nothing that another measurement left behind helps.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module

module, function, arguments = sys.argv[1:]
answer = getattr(import_module(f"benchmarks.{module}"), function)(*json.loads(arguments))
sys.stdout.write(f"\n{json.dumps(answer)}")
