"""Reads of doors 1 and 2: for a person what that person may see, in a total order, in a bounded number of queries."""
