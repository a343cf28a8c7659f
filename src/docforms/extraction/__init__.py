"""Extraction: read a filled form, and say of every value where it stands and how sure the reading is."""
