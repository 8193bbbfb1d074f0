"""The procedure: applications, the table of steps, who may do what, deadlines, and what is needed from outside.

Domain code takes `now` and its ports as arguments; it imports no web and no database.
"""
