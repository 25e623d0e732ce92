"""Speed, as ratios to a reference taken in the same run: ``python -m tests.benchmarks``. Not part of the tests."""
