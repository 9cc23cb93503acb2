// The shapes of the result format, as the JSON Schema that the models give.

/** Whether a value has a shape. */
function fits(value, shape) {
  if (shape.anyOf) return shape.anyOf.some((one) => fits(value, one));
  if (shape.enum) return shape.enum.includes(value);
  return HAS_TYPE[shape.type](value, shape);
}

const HAS_TYPE = {
  null: (value) => value === null,
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  integer: (value) => Number.isSafeInteger(value),
  array: (value, { items, prefixItems }) =>
    Array.isArray(value) &&
    (prefixItems
      ? value.length === prefixItems.length && prefixItems.every((shape, at) => fits(value[at], shape))
      : value.every((part) => fits(part, items))),
  object: (value, { properties, required }) =>
    value instanceof Object &&
    required.every((name) => Object.hasOwn(value, name)) &&
    Object.entries(value).every(([name, part]) => Object.hasOwn(properties, name) && fits(part, properties[name])),
};
