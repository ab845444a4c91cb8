"""From rows of billing to signed changes of recurring revenue: what facts of every shape share.

A *span* is a stretch of time in which one thing (a subscription, an item, a line) is worth one
amount a year. Facts bring each billing shape to spans; spans become *steps* (plus at the start,
minus at the end, by month), and steps of all things of a customer become its movements.
"""
