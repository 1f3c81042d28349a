from tests.witness.scoring import NotScored, score

__all__ = ["NotScored", "score"]
