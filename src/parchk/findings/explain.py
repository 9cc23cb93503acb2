"""What a finding means: its name, its severity, its message, why it matters, how it is switched off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parchk.wording import word

if TYPE_CHECKING:
    from parchk.ruleset.schema import CheckRule
    from parchk.wording import Lang


def headline(rule: CheckRule, lang: Lang) -> str:
    """The finding in a few words: its name in Vietnamese, in English its message with ``…`` for what is filled in."""
    if lang == "vi":
        return rule.name
    return rule.en.format_map(dict.fromkeys(rule.placeholders, "…"))


def explanation(rule: CheckRule, lang: Lang) -> str:
    """Why it matters and what to do; the headline when the rule says no more."""
    return (rule.explain_vi if lang == "vi" else rule.explain_en) or headline(rule, lang)


def explain(rule: CheckRule, lang: Lang) -> bytes:
    """A short text about one finding."""
    message = rule.vi if lang == "vi" else rule.en
    head = f"{rule.id} ({word(rule.severity, lang)}): {rule.name}"
    return "\n\n".join([head, message, explanation(rule, lang).strip(), _switch_off(rule, lang)]).encode() + b"\n"


def _switch_off(rule: CheckRule, lang: Lang) -> str:
    code = rule.id
    if not rule.drafting:
        rule_file = f'[[rule]]\nid = "{code}"\noff = true'
        if lang == "vi":
            return f"Chỉ có trong kết quả của `parchk extract`. Để tắt, trong checks.toml của --rules:\n\n{rule_file}"
        return f"Only results of `parchk extract` have it. To switch it off, in checks.toml of --rules:\n\n{rule_file}"
    table = f'[check.severity]\n{code} = "off"    # or "error", "warning", "note"'
    if lang == "vi":
        return f"Bỏ qua một lần: --ignore {code}. Tắt hẳn hoặc đổi mức, trong parchk.toml:\n\n{table}"
    return f"To leave it out once: --ignore {code}. For good, or with another severity, in parchk.toml:\n\n{table}"
