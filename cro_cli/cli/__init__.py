"""The command line: the only place that knows arguments, environment, streams and exit codes."""
