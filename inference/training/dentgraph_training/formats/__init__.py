"""Annotation formats, in and out, over one in-memory form (`dataset.Dataset`); no torch here.

Importers are strict about form and lenient about drawing: a file that does not follow its format is
refused with its name, the entry and the reason, while a shape that cannot be used is left out and
counted in the `Report`. Nothing is left out without being counted.
"""
