"""Shapes of `/api/v1`: what is read strictly, what is given plainly."""
