"""The acts of this room: each is one transaction, names its actor and time, and leaves one audit event."""
