"""The same pages rendered by Hugo and by our own templates, for the time that both take."""
