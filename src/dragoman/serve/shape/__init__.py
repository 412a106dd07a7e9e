"""shape: what a page shows, worked out as plain values before any markup: series, lanes, columns, features.

Nothing here knows HTML or a request. Positions are percentages of a chart's width, so that one drawing fits every screen.
"""
