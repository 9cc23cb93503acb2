"""The JSON Schema of a result, derived from the models."""

from __future__ import annotations

import json

from parchk.models import Directive

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> bytes:
    """Describe one result as it is written: fields that were not set may be absent."""
    schema = Directive.model_json_schema(mode="serialization")
    # It has a default, and is written all the same.
    schema["required"] = ["schema_version", *schema["required"]]
    return json.dumps({"$schema": DIALECT, **schema}, ensure_ascii=False, indent=2).encode() + b"\n"
