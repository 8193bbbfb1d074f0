"""The web application: routes parse, call one use case and shape the answer; pages are server-rendered."""
