"""Small drawings without words that show how to photograph a passport: a name goes in, a PNG comes out."""
