"""``parchk schema``: the JSON Schema of a result."""


def schema() -> None:
    """Print the JSON Schema (2020-12) of a result."""
    from parchk.cli.output import emit  # noqa: PLC0415 - start-up
    from parchk.write.schema import json_schema  # noqa: PLC0415

    emit(json_schema())
