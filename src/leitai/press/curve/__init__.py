"""The picture of a method's curve: as svg for pages and files, as png for documents that take no svg."""
