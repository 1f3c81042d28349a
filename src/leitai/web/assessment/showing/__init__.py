"""A result as pages show it. The same for what is not yet published and for what is: one book, one formatter."""
