"""A YAML file as values and the lines they stand on."""

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from config.errors import Fault, Key, phrase

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
#: A variable as the parser sees it. `${X}` cannot stand unquoted between the braces of a flow mapping, so it
#: is written with private-use characters while it is parsed, in the same width: columns stay true.
_STAND_IN = re.compile("\ue000\ue000([A-Za-z0-9_]+)\ue001")


class _Loader(yaml.SafeLoader):
    """The safe loader with the booleans of YAML 1.2: `ON` is Ontario and `NO` is Norway."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


@dataclass(slots=True)
class Document:
    """What a file says.

    ``data`` holds plain values; ``lines`` the line of each key; ``files`` the file that a key's value is in;
    ``variables`` the environment variables the file names, in order; ``faults`` what is wrong; ``unread``
    those of them that are about a variable or a file that is not there.
    """

    data: Any = None
    lines: dict[Key, int] = field(default_factory=dict)
    files: dict[Key, Path] = field(default_factory=dict)
    variables: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unread: list[Fault] = field(default_factory=list)

    def line(self, key: Key) -> int:
        """Return the line of a key, or of the closest thing around it that is in the file."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 0)


def read(text: str, environment: Mapping[str, str], folder: Path) -> Document:
    """Parse YAML, putting in the environment's values and the content of `file:` paths, from `folder`.

    A missing variable or file is a fault and its value an empty text, so that the rest can still be judged.
    """
    reader = _Reader(environment, folder)
    loader = None
    try:
        loader = _Loader(_VARIABLE.sub(lambda name: f"\ue000\ue000{name[1]}\ue001", text))
        node = loader.get_single_node()
        if node is not None:
            reader.document.data = reader.value(node, (), loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reader.document.lines[()] = mark.line + 1 if mark else 0
        said = {"reason": _VARIABLE.sub("", error.problem or "")}
        reader.document.faults.append(Fault((), phrase("this is not valid YAML (%(reason)s)"), said))
    except yaml.YAMLError:
        reader.document.faults.append(Fault((), phrase("this file holds characters that YAML refuses")))
    except RecursionError:
        reader.document.faults.append(Fault((), phrase("this file is nested too deeply")))
    finally:
        if loader is not None:
            loader.dispose()
    return reader.document


class _Reader:
    """Turns YAML nodes into values, noting lines, faults and variables on the way."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self._environment = environment
        self._folder = folder
        self._open: set[int] = set()
        self.document = Document()

    def value(self, node: yaml.Node, key: Key, loader: _Loader) -> Any:
        self.document.lines.setdefault(key, node.start_mark.line + 1)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, key, loader)
        if id(node) in self._open:
            raise yaml.MarkedYAMLError(problem="an alias contains itself", problem_mark=node.start_mark)
        self._open.add(id(node))
        try:
            if isinstance(node, yaml.SequenceNode):
                return [self.value(item, (*key, index), loader) for index, item in enumerate(node.value)]
            return dict(self._entries(node, key, loader))
        finally:
            self._open.remove(id(node))

    def _entries(self, node: yaml.Node, key: Key, loader: _Loader) -> Iterator[tuple[Hashable, Any]]:
        seen: set[str] = set()
        for name_node, value_node in node.value:
            if not isinstance(name_node, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a key is a word", problem_mark=name_node.start_mark)
            name = str(name_node.value)
            line = name_node.start_mark.line + 1
            if name in seen:
                said = {"line": str(self.document.lines[(*key, name)])}
                self.document.lines[(*key, name)] = line
                message = phrase("this key is given twice; the first is on line %(line)s")
                self.document.faults.append(Fault((*key, name), message, said))
            seen.add(name)
            self.document.lines[(*key, name)] = line
            yield name, self.value(value_node, (*key, name), loader)

    def _scalar(self, node: yaml.ScalarNode, key: Key, loader: _Loader) -> Any:
        if node.tag != "tag:yaml.org,2002:str":
            try:
                return loader.construct_object(node)
            except ValueError:
                raise yaml.MarkedYAMLError(
                    problem="a value that YAML cannot read", problem_mark=node.start_mark
                ) from None
        text = _STAND_IN.sub(lambda name: self._variable(name[1], key), node.value)
        return self._content(text.removeprefix("file:"), key) if text.startswith("file:") else text

    def _variable(self, name: str, key: Key) -> str:
        if name not in self.document.variables:
            self.document.variables.append(name)
        value = self._environment.get(name, "")
        if not value:
            self._miss(Fault(key, phrase("the environment variable %(name)s is not set"), {"name": name}))
        return value

    def _content(self, path: str, key: Key) -> str:
        self.document.files[key] = self._folder / path
        try:
            return (self._folder / path).read_text("utf-8").rstrip("\r\n")
        except (OSError, UnicodeError):
            message = phrase("the file %(path)s cannot be read")
            self._miss(Fault(key, message, {"path": str(self._folder / path)}))
            return ""

    def _miss(self, fault: Fault) -> None:
        self.document.faults.append(fault)
        self.document.unread.append(fault)
