"""Keys of persons: made by us, since a login name and a name may change."""

import secrets

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def new_key() -> str:
    """A key nobody has: `p-7k3m9xq2wd`."""
    return "p-" + "".join(secrets.choice(LETTERS) for _ in range(10))
