"""Text to expression: a Pratt parser that says what it found and what is allowed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from leitai.engine.errors import LeitaiError, Text, did_you_mean
from leitai.engine.rulebook.expression.nodes import (
    BINDS,
    COMPARISONS,
    MINUS_BINDS,
    NOT_BINDS,
    WORDS,
    Binary,
    Call,
    Kind,
    Node,
    Number,
    Question,
    Quoted,
    Reference,
    Unary,
    kind_of,
)

MOST_LETTERS, MOST_NESTED, MOST_DEEP = 2000, 50, 150


class Signature(NamedTuple):
    """What a question takes (`name`: a name, `text`: quoted text) and what its answer is."""

    takes: tuple[Literal["name", "text"], ...]
    gives: Kind


# function: (least, most) arguments; all are numbers, except the condition of `if`.
FUNCTIONS: Mapping[str, tuple[int, int]] = {
    "if": (3, 3),
    "min": (2, 50),
    "max": (2, 50),
    "abs": (1, 1),
    "completion": (2, 2),
    "growth": (2, 2),
    "percent": (2, 2),
}
# Awards ask about a result.
QUESTIONS: Mapping[str, Signature] = {
    "rate": Signature(("name",), "number"),
    "rank_of": Signature(("name",), "number"),
    "value": Signature(("name",), "number"),
    "met": Signature(("name",), "truth"),
    "grade": Signature(("text",), "truth"),
    "vetoed": Signature((), "truth"),
    "flagged": Signature(("text",), "truth"),
}
NO_QUESTIONS: Mapping[str, Signature] = {}
TYPOGRAPHIC = str.maketrans(
    {"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "‘": "'", "’": "'", "、": ",", "\u3000": " "}
)
FULL_WIDTH = str.maketrans({chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)})
TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))|(?P<word>[^\W\d]\w*)|(?P<offset>\[\s*-\s*[1-9][0-9]?[ymq]\s*\])"
    r"|(?P<text>'[^']*')|(?P<sign><=|>=|==|!=|[≤≥≠<>+\-*/(),.=\[\]]))"
)
SIGNS = {"≤": "<=", "≥": ">=", "≠": "!="}
END = Text("结尾", "the end")


class ExpressionError(LeitaiError):
    """An expression that cannot be read: the column (from 1), what was found there, what is allowed."""

    def __init__(self, column: int, found: Text, allowed: Text) -> None:
        super().__init__(f"第 {column} 个字：{found.zh}；应为 {allowed.zh}")
        self.column, self.found, self.allowed = column, found, allowed


class _Token(NamedTuple):
    kind: str
    text: str
    column: int

    @property
    def said(self) -> Text:
        return END if self.kind == "end" else Text(self.text, self.text)


def parse(text: str, questions: Mapping[str, Signature] = NO_QUESTIONS, kind: Kind | None = None) -> Node:
    """Read an expression, of `kind` where that is asked for. Raises ExpressionError."""
    key = None if questions is NO_QUESTIONS else tuple(sorted(questions.items()))
    return _parsed(text, key, kind)


@lru_cache(maxsize=1024)
def _parsed(text: str, questions: tuple[tuple[str, Signature], ...] | None, kind: Kind | None) -> Node:
    if len(text) > MOST_LETTERS:
        found = Text(f"{len(text)} 个字", f"{len(text)} characters")
        raise ExpressionError(MOST_LETTERS, found, Text(f"不超过 {MOST_LETTERS} 个字", f"at most {MOST_LETTERS}"))
    return _Parser(text, dict(questions or ())).whole(kind)


def _tokens(text: str) -> list[_Token]:
    plain = text.translate(TYPOGRAPHIC).translate(FULL_WIDTH)
    found: list[_Token] = []
    position = 0
    while plain[position:].strip():
        match = TOKEN.match(plain, position)
        if match is None:
            column = position + len(plain[position:]) - len(plain[position:].lstrip())
            raise ExpressionError(
                column + 1, _odd(text[column]), Text("数、名称、运算符或括号", "a number, name, operator or bracket")
            )
        kind = str(match.lastgroup)
        said = match[kind]
        found.append(_Token(kind, SIGNS.get(said, said), match.start(kind) + 1))
        position = match.end()
    return [*found, _Token("end", "", len(text) + 1)]


def _odd(letter: str) -> Text:
    if letter == "%":
        return Text("%（百分数按指标单位直接写数，8% 写 8）", "% (write 8 for 8%, in the indicator's unit)")
    if letter in "'\"":
        return Text(f"没有收尾的引号 {letter}", f"the open quote {letter}")
    return Text(letter, letter)


class _Parser:
    """A Pratt parser: each operator binds its operands as tightly as BINDS says."""

    def __init__(self, text: str, questions: Mapping[str, Signature]) -> None:
        self.tokens = _tokens(text)
        self.next = 0
        self.questions = questions
        self.nested = 0
        self.depth: dict[int, int] = {}
        self.kept: list[Node] = []

    def whole(self, kind: Kind | None) -> Node:
        node = self.expression(0)
        rest = self.peek()
        if rest.kind != "end":
            raise ExpressionError(rest.column, rest.said, _after(rest))
        if kind is not None:
            self.must_be(kind, node)
        return node

    def peek(self) -> _Token:
        return self.tokens[self.next]

    def take(self) -> _Token:
        token = self.tokens[self.next]
        self.next += 1
        return token

    def expect(self, sign: str) -> None:
        token = self.take()
        if token.text != sign or token.kind != "sign":
            raise ExpressionError(token.column, token.said, Text(sign, sign))

    def keep(self, node: Node, *below: Node) -> Node:
        """Note how deep a node is, so that a long chain cannot exhaust whoever walks it."""
        deep = 1 + max((self.depth[id(inner)] for inner in below), default=0)
        if deep > MOST_DEEP:
            raise self.too_deep(node.column)
        self.depth[id(node)] = deep
        self.kept.append(node)  # an id stays the node's own only while the node lives
        return node

    def too_deep(self, column: int) -> ExpressionError:
        allowed = Text(
            f"嵌套不超过 {MOST_NESTED} 层、连写不超过 {MOST_DEEP} 项",
            f"at most {MOST_NESTED} levels, {MOST_DEEP} terms",
        )
        return ExpressionError(column, Text("式子太深或太长", "too deep or too long"), allowed)

    def must_be(self, kind: Kind, node: Node) -> None:
        if kind_of(node) != kind:
            number, truth = Text("一个数", "a number"), Text("一个条件（如 gdp >= 8）", "a condition such as gdp >= 8")
            found, allowed = (truth, number) if kind == "number" else (number, truth)
            raise ExpressionError(node.column or 1, found, allowed)

    def expression(self, binds: int) -> Node:
        self.nested += 1
        if self.nested > MOST_NESTED:
            raise self.too_deep(self.peek().column)
        node = self.first()
        while True:
            token = self.peek()
            strength = BINDS.get(token.text, 0) if token.kind in ("sign", "word") else 0
            if strength <= binds:
                self.nested -= 1
                return node
            self.take()
            if token.text in COMPARISONS and isinstance(node, Binary) and node.operator in COMPARISONS:
                both = Text("用 and 分开写，如 a < b and b < c", "two comparisons joined by `and`")
                raise ExpressionError(token.column, Text(f"连写的 {token.text}", f"a second {token.text}"), both)
            right = self.expression(strength)
            kind: Kind = "truth" if token.text in WORDS else "number"
            self.must_be(kind, node)
            self.must_be(kind, right)
            node = self.keep(Binary(token.text, node, right, token.column), node, right)

    def first(self) -> Node:
        token = self.take()
        if token.kind == "number":
            return self.keep(Number(Fraction(token.text if token.text[-1] != "." else token.text[:-1]), token.column))
        if token.text == "(" and token.kind == "sign":
            inner = self.expression(0)
            self.expect(")")
            return inner
        if token.text == "-" and token.kind == "sign":
            operand = self.expression(MINUS_BINDS)
            self.must_be("number", operand)
            return self.keep(Unary("-", operand, token.column), operand)
        if token.text == "not" and token.kind == "word":
            operand = self.expression(NOT_BINDS)
            self.must_be("truth", operand)
            return self.keep(Unary("not", operand, token.column), operand)
        if token.kind == "word" and token.text not in WORDS:
            return self.call(token) if self.peek().text == "(" else self.reference(token)
        raise ExpressionError(
            token.column, token.said, Text("数、名称、括号或函数", "a number, name, bracket or function")
        )

    def reference(self, token: _Token) -> Reference:
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,63}", token.text):
            allowed = Text("代号（小写字母、数字、_）", "an id (lower-case letters, digits, _)")
            raise ExpressionError(token.column, token.said, allowed)
        role, offset = "actual", ""
        if self.peek().text == ".":
            self.take()
            named = self.take()
            if named.kind != "word":
                raise ExpressionError(
                    named.column, named.said, Text("角色，如 target、base", "a role such as target, base")
                )
            role = named.text
        if self.peek().text == "[":
            odd = self.peek()
            raise ExpressionError(
                odd.column, odd.said, Text("位移，如 [-1y]、[-1q]、[-1m]", "an offset: [-1y], [-1q], [-1m]")
            )
        if self.peek().kind == "offset":
            offset = "".join(self.take().text[1:-1].split())
        made = Reference(token.text, role, offset, token.column)
        self.keep(made)
        return made

    def call(self, token: _Token) -> Node:
        if token.text in self.questions:
            return self.question(token, self.questions[token.text])
        if token.text not in FUNCTIONS:
            known = [*FUNCTIONS, *self.questions]
            near = did_you_mean(token.text, known)
            allowed = Text(f"{'、'.join(known)};{near}" if near else "、".join(known), ", ".join(known))
            raise ExpressionError(token.column, Text(f"函数 {token.text}", f"the function {token.text}"), allowed)
        self.take()
        arguments: list[Node] = []
        while not arguments or self.peek().text == ",":
            if arguments:
                self.take()
            arguments.append(self.expression(0))
            kind: Kind = "truth" if token.text == "if" and len(arguments) == 1 else "number"
            self.must_be(kind, arguments[-1])
        self.expect(")")
        self.count(token, len(arguments), *FUNCTIONS[token.text])
        return self.keep(Call(token.text, tuple(arguments), token.column), *arguments)

    def question(self, token: _Token, signature: Signature) -> Node:
        self.take()
        arguments: list[Reference | Quoted] = []
        while self.peek().text != ")":
            if arguments:
                self.expect(",")
            arguments.append(
                self.argument(signature.takes[len(arguments)] if len(arguments) < len(signature.takes) else "name")
            )
        self.take()
        self.count(token, len(arguments), len(signature.takes), len(signature.takes))
        return self.keep(Question(token.text, tuple(arguments), signature.gives, token.column))

    def argument(self, takes: str) -> Reference | Quoted:
        token = self.take()
        if takes == "text" and token.kind == "text":
            return Quoted(token.text[1:-1], token.column)
        if takes == "name" and token.kind == "word" and token.text not in WORDS:
            return self.reference(token)
        allowed = (
            Text("引号里的文字，如 'a'", "text in quotes, such as 'a'")
            if takes == "text"
            else Text("一个代号", "an id")
        )
        raise ExpressionError(token.column, token.said, allowed)

    def count(self, token: _Token, found: int, least: int, most: int) -> None:
        if not least <= found <= most:
            allowed = str(least) if least == most else f"{least}–{most}"
            raise ExpressionError(
                token.column,
                Text(f"{token.text} 有 {found} 个参数", f"{token.text} with {found} arguments"),
                Text(f"{allowed} 个参数", f"{allowed} arguments"),
            )


def _after(rest: _Token) -> Text:
    if rest.text == "=":
        return Text("==（相等写两个等号）", "== (two signs for equality)")
    if rest.text == ")":
        return Text("与左括号配对的右括号", "a bracket that has its partner")
    return Text("运算符，或式子到此结束", "an operator, or the end")
