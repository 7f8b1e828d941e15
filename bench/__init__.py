"""Benchmarks: the gateway beside a plain pass-through, in one run on one machine. ``make bench``."""
