"""Edits of a rulebook's YAML that touch only what they change: the rest of the text and its comments stay as they are.

spell     a plain value as YAML lines               sheet    where every value stands in a text
splice    set, remove, insert, move, merge          shapes   what may stand at a path
pasted    a table from Word or Excel → indicators   blank    a new rulebook from names and groups
"""
