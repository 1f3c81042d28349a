"""Door 6: what was published, shown and given out."""
