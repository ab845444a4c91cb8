"""What `cro init` writes: a config for the files there are, the sample company, or a template."""
