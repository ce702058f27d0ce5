"""How well the tests of the rules watch them: small faults are put in, and must be noticed.

`python -m tests.mutation` is run by hand; docs/mutation.md has its score and says how.
"""
