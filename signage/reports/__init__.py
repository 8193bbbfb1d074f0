"""Figures, reports and exports: computed from applications and history whenever they are asked for, never stored.

Every number carries the cases behind it. The weekly report is for the approval meeting, the monthly bulletin for the
public, masked.
"""
