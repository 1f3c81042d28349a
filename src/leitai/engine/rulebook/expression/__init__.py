"""The language of formulas and conditions: small, exact, and with no way to do anything but arithmetic.

    expression  numbers, names, + - * / ( ), < <= > >= == !=, and or not, if(c, a, b), min, max, abs,
                completion(x, target), growth(x, base), percent(a, b)
    name        gdp · gdp.target · gdp[-1y] · gdp.target[-1y]

Typographic × ÷ − ≤ ≥ ≠ and full-width signs are read as their plain ones. Conditions may ask further questions
(`grade('a')`, `met(gdp)`); the caller says which. Numbers are exact fractions read from their text.

>>> write(parse("gdp ÷ (pop[-1y] + 1) × 2.50"))
'gdp / (pop[-1y] + 1) * 2.5'
"""

from leitai.engine.rulebook.expression.nodes import (
    Binary,
    Call,
    Kind,
    Node,
    Number,
    Question,
    Quoted,
    Reference,
    Unary,
    add_offsets,
    kind_of,
    questions_of,
    references,
    shifted,
    write,
)
from leitai.engine.rulebook.expression.possible import contradiction
from leitai.engine.rulebook.expression.program import (
    Algebra,
    FractionAlgebra,
    Op,
    Undefined,
    UndefinedError,
    evaluate,
    figures_of,
    program,
    value_of,
)
from leitai.engine.rulebook.expression.read import FUNCTIONS, QUESTIONS, ExpressionError, Signature, parse

__all__ = [
    "FUNCTIONS",
    "QUESTIONS",
    "Algebra",
    "Binary",
    "Call",
    "ExpressionError",
    "FractionAlgebra",
    "Kind",
    "Node",
    "Number",
    "Op",
    "Question",
    "Quoted",
    "Reference",
    "Signature",
    "Unary",
    "Undefined",
    "UndefinedError",
    "add_offsets",
    "contradiction",
    "evaluate",
    "figures_of",
    "kind_of",
    "parse",
    "program",
    "questions_of",
    "references",
    "shifted",
    "value_of",
    "write",
]
