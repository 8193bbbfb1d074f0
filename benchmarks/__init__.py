"""Benchmarks: the product beside its alternatives, measured in one run (`python -m benchmarks`)."""
