"""One module for each part of the site; a route parses, calls one use case and shapes the answer."""
