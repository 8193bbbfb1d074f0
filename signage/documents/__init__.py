"""What leaves the building: documents set by Typst, sealed by pyHanko, and their verification."""
