"""`python -m leitai`, for machines where the console script is not on PATH."""

from leitai.cli import main

if __name__ == "__main__":
    main()
