"""How fast parchk is, beside the libraries that people know: ``python -m benchmarks`` measures all of it.

``docs/performance.md`` says what is measured and quotes the figures. Two programs of this folder measure answers rather
than time: ``python -m benchmarks.deadlines`` and ``python -m benchmarks.damaged_files``.
"""
