"""The only room that speaks: what is shown to people, in the language of the one who reads."""
