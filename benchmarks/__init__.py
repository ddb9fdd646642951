"""Benchmarks. Speed is a ratio against named rivals measured in the same run, interleaved. Tables go to results/."""
