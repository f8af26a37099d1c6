"""Papers beside the certificate, drawn: words and codes in, pictures and PDF out. Knows no sentence of its own."""
