"""Places people can name: how they are typed (`keys`, `inflection`), loaded, found and spotted in a sentence."""
