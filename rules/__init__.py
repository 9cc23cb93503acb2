"""The built-in rule files; :mod:`parchk.ruleset` reads them."""
