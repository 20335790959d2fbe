"""Where in a YAML file a dotted path stands: looked up only when something there is wrong."""

import re

import yaml

_STEP = re.compile(r"[^.\[\]]+|\[\d+\]")


def line_of(content: bytes, path: str) -> int | None:
    """The line, counted from 1, of the longest part of *path* that is in the file; None when none of it is.

    Args:
        path: such as `models[0].routes[1].provider`.
    """
    node = yaml.compose(content, Loader=yaml.SafeLoader)
    line = None
    for step in _STEP.findall(path):
        found = _child(node, step)
        if found is None:
            break
        line, node = found
    return line


def _child(node: yaml.Node | None, step: str) -> tuple[int, yaml.Node] | None:
    """Where *step* stands below *node*, and what stands there."""
    if isinstance(node, yaml.SequenceNode) and step.startswith("["):
        index = int(step[1:-1])
        if index < len(node.value):
            return node.value[index].start_mark.line + 1, node.value[index]
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == step:
                return key.start_mark.line + 1, value
    return None
