"""The code that Jinja makes of a template, where ours knows more than Jinja can.

What templates are given are our own contexts: an attribute is an attribute, never the key of a mapping, and what
is written is nearly always a plain text without a character to escape. Jinja asks a function of its own for each, 3,000
times a page, and makes an object of each text; those calls were a fifth of the time that a page's HTML took.
"""

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape


class PlainCode(CodeGenerator):
    """Code that reads attributes itself, and escapes what is written where there is something to escape.

    A name or an attribute that is not there is an error all the same.
    https://jinja.palletsprojects.com/en/stable/api/#jinja2.Environment.code_generator_class
    """

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """Write how an attribute is read."""
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write("environment.escaped(")


class PlainEnvironment(Environment):
    """An environment whose templates become such code. It escapes everything: there is no way to turn that off."""

    code_generator_class = PlainCode

    @staticmethod
    def escaped(value: object) -> str:
        """A value as it stands in HTML, as `markupsafe.escape` gives it."""
        # Five looks take less than one with a regular expression; a million values are written.
        if type(value) is str and not ("&" in value or "<" in value or ">" in value or '"' in value or "'" in value):
            return value
        return value if type(value) is Markup else escape(value)
