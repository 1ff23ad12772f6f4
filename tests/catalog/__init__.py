"""Tests, named as sentences; real files, databases and loopback sockets, never the network."""
