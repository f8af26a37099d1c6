"""Tables that people send: CSV and XLSX read in memory, whatever the file claims about itself. Knows no other room."""
