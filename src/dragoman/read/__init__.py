"""read: stories from files and standard input, and the layout of each."""
