"""Pure decisions of doors 1 and 2: what may happen to a cell, who may do it, what is asked of it, what it costs."""
