"""Acts on organisations, persons, posts and suggestions. Each is one transaction and one line of the audit log."""
