"""What is counted and written down about the running bot: meters, and the log as JSON. Knows no other room."""
