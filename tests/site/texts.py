"""Texts that are hard to show."""

HOSTILE = '<script>window.hacked=1</script><img src=x onerror="window.hacked=1">"\'--></title>]]>'
"""Text that must stay text wherever it is printed."""
OVERRIDE = "gnp\u202egpj.exe"
"""Holds a right-to-left override."""
CONTROLS = "bell\x07 nul\x00 surrogate\ud800 noncharacter\uffff"
LONG = "Endless " + "Model " * 332
"""Two thousand letters."""
