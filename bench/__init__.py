"""Benchmarks: product against baseline, interleaved in one run, since only ratios mean something on a noisy machine."""
