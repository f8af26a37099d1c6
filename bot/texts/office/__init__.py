"""What is said to officers."""
