"""The user's own export formats: in the config itself, or in files and folders that it names.

What a format may say is known to those who read exports; they hand in how it is checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path as FilePath
from stat import S_ISDIR
from typing import Any

from yaml.nodes import ScalarNode

from cro_cli.config.composing import compose
from cro_cli.config.settled import OwnFormat
from cro_cli.config.source import ENOUGH, Placed, Source, read
from cro_cli.config.tree import Complaint, Path, Plain, Tree, is_null
from cro_cli.config.words import file_path
from cro_cli.errors import ConfigError
from cro_cli.messages import Problem
from cro_cli.messages import formats as messages
from cro_cli.named_tuple import NamedTuple

Check = Callable[[Plain], Iterable[Complaint]]

FORMATS = "formats"
_ENDINGS = frozenset({".yaml", ".yml"})


class File(NamedTuple):
    """One YAML file: its text, its keys, and what is wrong with it so far."""

    source: Source
    tree: Tree
    problems: list[Placed]

    @classmethod
    def composed(cls, source: Source, *, documents: bool = False) -> File:
        """Return a file with its keys told apart."""
        root, problems = compose(source, documents=documents)
        return cls(source, Tree(root, problems), problems)

    def errors(self) -> tuple[Problem, ...]:
        """Return what is wrong, as it is told."""
        return self.source.error(self.problems).problems if self.problems else ()


class _Item(NamedTuple):
    """One format, and the path to it in its file."""

    file: File
    path: Path
    plain: Plain

    @property
    def place(self) -> str:
        return f"{self.file.source.name}:{self.file.tree.line(self.path)}"

    def complain(self, complaint: Complaint) -> None:
        """Note what is wrong with it."""
        whole = complaint._replace(path=(*self.path, *complaint.path))
        self.file.problems.append(self.file.tree.problem(whole))


def own(
    config: File, folder: FilePath, check: Check
) -> tuple[tuple[OwnFormat, ...], list[Problem]]:
    """Return the formats that a config gives or names, and what is wrong with files it names.

    What is wrong in the config itself is added to its problems.
    """
    values = list(_values(config))
    named = [(path, one) for path, one in values if isinstance(one, ScalarNode)]
    files, errors = _read(config, folder, named)
    items = [_Item(config, path, one) for path, one in values if not isinstance(one, ScalarNode)]
    items += [_Item(file, (), file.tree.plain) for file in files]
    for item in items:
        for complaint in islice(check(item.plain), ENOUGH):
            item.complain(complaint)
    _twice(items)
    errors += [error for file in files for error in file.errors()]
    if errors or config.problems:
        return (), errors
    return tuple(OwnFormat(_text(one.plain), one.place) for one in items), []


def _values(config: File) -> Iterator[tuple[Path, Plain]]:
    """Yield what stands under `formats`: a list of formats and paths, or one of them."""
    top = config.tree.plain
    value: Plain = top.get(FORMATS, ()) if isinstance(top, dict) else ()
    if isinstance(value, tuple):
        yield from (((FORMATS, number), item) for number, item in enumerate(value))
    elif not is_null(value):
        yield (FORMATS,), value


def _read(
    config: File, folder: FilePath, named: Iterable[tuple[Path, ScalarNode]]
) -> tuple[list[File], list[Problem]]:
    """Read the files that are named; a path that names none is a problem of the config."""
    files: list[File] = []
    errors: list[Problem] = []
    for path, node in named:
        try:
            paths = _files(folder / file_path(node))
        except ValueError as error:
            config.problems.append(config.tree.problem(Complaint(path, error.args[0])))
            continue
        for one in paths:
            try:
                files.append(File.composed(read(one), documents=True))
            except ConfigError as error:
                errors += error.problems
    return files, errors


def _files(path: FilePath) -> list[FilePath]:
    """Return a file, or those of a folder that are YAML."""
    try:
        if not S_ISDIR(path.stat().st_mode):
            return [path]
        entries = sorted(path.iterdir())
    except FileNotFoundError:
        raise ValueError(messages.NO_PATH.problem(path=path)) from None
    except OSError as error:
        said = messages.NO_FOLDER.problem(path=path, why=error.strerror)
        raise ValueError(said) from None
    found = [entry for entry in entries if entry.suffix.lower() in _ENDINGS]
    if not found:
        raise ValueError(messages.EMPTY_FOLDER.problem(path=path))
    return found


def _twice(items: Iterable[_Item]) -> None:
    """Complain of formats that have the name of one before them."""
    before: dict[str, str] = {}
    for item in items:
        name = item.plain.get("format") if isinstance(item.plain, dict) else None
        if not isinstance(name, ScalarNode):
            continue
        if name.value in before:
            message = messages.NAMED_TWICE.problem(name=name.value, before=before[name.value])
            item.complain(Complaint(("format",), message))
        before.setdefault(name.value, item.place)


def _text(plain: Plain) -> Any:  # noqa: ANN401  # YAML
    """Return keys and values as text, whatever YAML takes them for."""
    if isinstance(plain, dict):
        return {str(key): _text(value) for key, value in plain.items()}
    if isinstance(plain, tuple):
        return [_text(value) for value in plain]
    return plain.value
