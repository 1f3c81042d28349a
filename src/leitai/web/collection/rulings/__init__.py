"""裁定: recorded by the office with clause and document, countersigned by the counter-checking body through door 2."""
