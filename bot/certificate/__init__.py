"""The certificate: what it states, how it is signed and sealed, drawn, scanned and checked. No clock, no network."""
