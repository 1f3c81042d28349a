"""Acts of doors 1 and 2: each one transaction, with actor and time, and one audit line for each chain it touches."""
