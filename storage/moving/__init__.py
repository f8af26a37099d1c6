"""Moving whole databases: from one place to another, into a backup, and out of one."""
