"""The nearest compliant sign and fresh compliant designs; each offer has been checked again in full."""
