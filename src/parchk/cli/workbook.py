"""Workbooks into files: a new one, one for each unit, or merged into those that are there."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from parchk.cli.options import Lang, message_lang
from parchk.errors import OutputError, UsageError

if TYPE_CHECKING:
    from parchk.models import Directive
    from parchk.write import Style
    from parchk.write.xlsx.merge import Merged

Say = Callable[[str], None]


def write_workbooks(
    path: Path, results: Sequence["Directive"], style: "Style", *, merge: bool, is_folder: bool, say: Say
) -> None:
    """Write all results into the workbook ``path``, or those of each unit into a workbook in the folder ``path``.

    ``say`` is told in a line what each merge has done.
    """
    if not is_folder:
        _write(path, results, style, merge=merge, say=say)
        return
    from msgspec.structs import replace  # noqa: PLC0415 - start-up

    from parchk.write.xlsx import parts  # noqa: PLC0415

    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path} could not be made: {error.strerror or error}; give another -o") from error
    style = replace(style, per_unit=False)
    of_units = dict(parts(results, style.lang or "vi"))
    for name in of_units:  # all or nothing
        refuse_unfit(path / name, merge=merge)
    for name, own in of_units.items():
        if merge and (path / name).exists():  # the unit may have had tasks of every document
            _write(path / name, own, style, merge=merge, say=say)
        else:
            _write(path / name, [directive for directive in own if directive.tasks], style, merge=merge, say=say)
    if merge:
        _mark_gone(path, of_units, results, style, say=say)


def _mark_gone(
    folder: Path, written: Collection[str], results: Sequence["Directive"], style: "Style", *, say: Say
) -> None:
    """Mark the tasks of units that have none any more in their workbooks, which are told by their names."""
    from parchk.read import file_bytes  # noqa: PLC0415 - start-up
    from parchk.write.xlsx.merge.leads import leads  # noqa: PLC0415

    none = [directive.model_copy(update={"tasks": [], "findings": []}) for directive in results]
    for path in sorted(folder.glob("*.xlsx")):
        if path.name not in written and path.is_file() and path.stem in leads(file_bytes(path)):
            _write(path, none, style, merge=True, say=say)


def refuse_unfit(path: Path, *, merge: bool) -> None:
    """Say before any work is done what would stop it at its end: what is there cannot be merged into, or replaced."""
    if not merge:
        _refuse_to_lose(path)
    elif path.exists():
        from parchk.read import file_bytes  # noqa: PLC0415 - start-up
        from parchk.write import Style  # noqa: PLC0415
        from parchk.write.xlsx import merge as merging  # noqa: PLC0415

        merging.refuse_while_open(path)
        merging.merge(file_bytes(path), [], Style(), label=str(path))


def _refuse_to_lose(path: Path) -> None:
    """Refuse to write over a workbook that people may have worked in."""
    from parchk.read import file_bytes  # noqa: PLC0415 - start-up
    from parchk.write.xlsx import is_as_written  # noqa: PLC0415

    if path.is_file() and path.stat().st_size and not is_as_written(file_bytes(path)):
        raise UsageError(
            f"{path} is not as parchk wrote it, somebody has worked in it;"
            " keep that with --merge, or remove the file, or give another -o"
        )


def said(path: Path, merged: "Merged", lang: Lang) -> str:
    """What a merge has done, in one line."""
    counts = {
        "new": merged.added,
        "changed": merged.changed,
        "gone": merged.vanished,
        "back": merged.returned,
        "deleted": merged.deleted,
        "conflicts": len(merged.conflicts),
    }
    words = _VIETNAMESE if lang == "vi" else _ENGLISH
    told = [words[key].format(count) for key, count in counts.items() if count] or [words["nothing"]]
    backup = f"; {words['backup'].format(path.with_name(merged.backup.name))}" if merged.backup else ""
    return f"{path}: {', '.join(told)}{backup}"


def _write(path: Path, results: Sequence["Directive"], style: "Style", *, merge: bool, say: Say) -> None:
    from parchk.write import writer  # noqa: PLC0415 - start-up
    from parchk.write.files import write_file  # noqa: PLC0415

    if merge and path.exists():
        from parchk.write.xlsx.merge import merge_file  # noqa: PLC0415 - start-up

        merged = merge_file(path, results, style)
        say(said(path, merged, message_lang(style.lang)))
        return
    _refuse_to_lose(path)
    write_file(path, writer("xlsx")(results, style))


_VIETNAMESE = {
    "new": "{} nhiệm vụ mới",
    "changed": "{} nhiệm vụ đã sửa",
    "gone": "{} nhiệm vụ không còn trong văn bản (vẫn giữ)",
    "back": "{} nhiệm vụ trở lại",
    "deleted": "{} nhiệm vụ mà người theo dõi đã xóa (không ghi lại)",
    "conflicts": "{} chỗ khác nhau cần xem ở trang Đối chiếu",
    "nothing": "không có gì mới",
    "backup": "bản trước giữ ở {}",
}
_ENGLISH = {
    "new": "{} new",
    "changed": "{} changed",
    "gone": "{} gone from the document (kept)",
    "back": "{} back",
    "deleted": "{} deleted by hand (not written again)",
    "conflicts": "{} in conflict, see the sheet Reconciliation",
    "nothing": "nothing new",
    "backup": "the workbook as it was is {}",
}
