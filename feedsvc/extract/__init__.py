"""Record to article: label the lines, find the fields, assemble the text. Pure."""
