"""E6: results that could not be written, and runs that could not be finished."""

from __future__ import annotations

from cro_cli.messages import Message

STDOUT = Message("E601", "cannot write to standard output: {why}", "write to a file with -o")
TARGET = Message("E602", "cannot be written: {why}", "choose another place")
IS_INPUT = Message("E603", "this is an input", "writing there would destroy it")
THERE_ALREADY = Message(
    "E604", "is there already", "nothing was written; move it away, or go to another folder"
)

MEMORY = Message("E901", "not enough memory for these inputs", "give fewer files at a time")
PANIC = Message(
    "E902",
    "Polars, which computes the numbers, gave up on these inputs: {said}",
    "give the files one by one to find which it is",
)
FAULT = Message(
    "E903",
    "a fault of cro, not of your data: {error} at {place}: {said}",
    "report it with the command you wrote",
)
