"""评议: ballots printed and counted by two hands, or cast on-line, which enter as figures through door 1."""
