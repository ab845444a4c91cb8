"""The sample company, invented: what make.py writes as exports."""
