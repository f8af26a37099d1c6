"""A person's days as a picture: what it shows comes in as dates and words, a PNG goes out."""
