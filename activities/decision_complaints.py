"""What is wrong with the words of a command, as one sentence that names fields and never values."""

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from contracts.file_fields import WHAT_FITS

_SENTENCES = {
    "missing": "this is needed",
    "extra_forbidden": "there is no such field",
    "string_too_short": "this must not be empty",
}


def complaint(error: ValidationError, model: type[BaseModel]) -> str:
    """Every field that is wrong with what would be right there, in one sentence."""
    details = error.errors(include_url=False, include_input=False)
    return "; ".join(f"{_field(detail, model)}: {_sentence(detail)}" for detail in details)


def _field(detail: ErrorDetails, model: type[BaseModel]) -> str:
    """The way to the field; a first step that is none of ours may hold anything."""
    first, *rest = detail["loc"] or ("words",)
    if first not in model.model_fields:
        return "an unknown field"
    steps = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in rest]
    if detail["type"] == "extra_forbidden":
        steps = steps[:-1]
    return f"{first}{''.join(steps)}"


def _sentence(detail: ErrorDetails) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if "remedy" in context:
        return f"{detail['msg']}, {context['remedy']}"
    if kind == "string_pattern_mismatch":
        return "write " + WHAT_FITS.get(str(context["pattern"]), "it as the help text shows")
    return _SENTENCES.get(kind, detail["msg"])
