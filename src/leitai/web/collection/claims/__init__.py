"""加减分认定: facts claimed with proof, considered by a panel, put on a list, and entered as figures through door 1."""
