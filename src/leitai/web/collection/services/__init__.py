"""Acts of doors 1 and 2: each one transaction, with its actor and its time, and one audit line for each chain it touches."""
