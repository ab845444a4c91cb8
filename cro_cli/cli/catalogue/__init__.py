"""The catalogue of formats, and what the header of a file says, as text and as JSON."""
