"""What the CRM and billing say of the same accounts, and why it is not the same (definitions 6.1).

Both sides are a year's, in micros of the reporting currency. Whoever is on either side is told by
`kind` (account, customer or deal) and `who`.
"""
