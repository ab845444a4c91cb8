"""What is looked for in data that were read: each check is one small file beside this one."""
