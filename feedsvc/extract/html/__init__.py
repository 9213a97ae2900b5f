"""HTML pages to labeled blocks and articles: the tree's evidence beside that of the words."""

from feedsvc.extract.html.reading import HtmlPage, assemble_page, read_page

__all__ = ["HtmlPage", "assemble_page", "read_page"]
