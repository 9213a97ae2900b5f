# ruff: noqa: E501 -- a table line holds the words of one trait
"""Tags, and the words of class names and ids, that tell what a part of a page is for.

Words are those that templates of many sites share; no site's own name is among them.
"""

from typing import Final

from feedsvc.extract.vocabulary import words

# Elements whose text is not the page's (HTML standard, "rendering"), or is a control's label.
SKIPPED: Final = words(
    "script style noscript template svg math iframe object embed canvas audio video map "
    "select option button textarea input datalist head title noframes frameset applet"
)
# Elements that stand on lines of their own.
BLOCKS: Final = words(
    "address article aside blockquote body caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li "
    "main menu nav ol p pre section summary table tbody td tfoot th thead tr ul amp-img"
)
HEADINGS: Final = words("h1 h2 h3 h4 h5 h6")
# Where an element, or one around it, has one of these tags, the block has the trait of this name.
TAG_TRAITS: Final[dict[str, str]] = {
    "article": "article", "main": "main", "nav": "nav", "header": "header", "footer": "footer",
    "aside": "aside", "figure": "figure", "figcaption": "figcaption", "form": "form",
    "table": "table", "ul": "list", "ol": "list", "dl": "list", "blockquote": "quote",
    "a": "link", "p": "p", "pre": "pre", "details": "details", "address": "address",
    **dict.fromkeys(HEADINGS, "heading"),
}  # fmt: skip
# The same for a word of a class name, an id, a role or a data attribute of the element.
CLASS_TRAITS: Final[dict[str, frozenset[str]]] = {
    "~comment": words("comment comments commenting disqus reply replies respond discussion kommentare kommentar commentlist"),
    "~related": words("related recommend recommended recommendation recommendations recirc recirculation more teaser teasers outbrain taboola readmore mostread popular trending latest similar next also suggested suggestions carousel slider mehr linklist promo promos onward crosslink inline readnext"),
    "~share": words("share sharing social socials shares shariff addthis addtoany sharedaddy facebook twitter whatsapp follow"),
    "~newsletter": words("newsletter newsletters subscribe subscription subscriptions signup optin mailchimp register registration paywall piano donate donation abo premium"),
    "~ad": words("ad ads advert advertisement advertising sponsor sponsored dfp anzeige werbung banner promotion affiliate"),
    "~caption": words("caption captions credit credits copyright figcaption imagecaption bildunterschrift legend photocredit wp lightbox gallery imagetext"),
    "~picture": words("image images img picture photo photos gallery slideshow video player media figure bild thumbnail thumb"),
    "~author": words("author authors byline bylines bio writer autor autoren contributor contributors vcard signature profile"),
    "~date": words("date time timestamp published publish pubdate updated datetime datum posted"),
    "~meta": words("meta metadata info details data submeta infos"),
    "~nav": words("nav navigation menu menus navbar breadcrumb breadcrumbs pagination pager tabs skip toolbar topbar sitemap"),
    "~footer": words("footer foot colophon imprint legal"),
    "~side": words("sidebar aside widget widgets rail sidenav complementary secondary col3 infobox box factbox"),
    "~consent": words("cookie cookies consent gdpr privacy cmp notice popup modal overlay lightbox dialog"),
    "~tags": words("tag tags topics topic keywords category categories cat label labels kicker section eyebrow"),
    "~hidden": words("hidden hide visually sr invisible print noprint screenreader assistive offscreen"),
    "~article": words("article articlebody body content entry post story text maincontent paragraph richtext articletext storytext bodytext main storybody prose copy"),
    "~title": words("title headline heading"),
    "~lead": words("lead lede standfirst intro dek deck excerpt abstract summary subtitle subheadline subhead teasertext description vorspann sub"),
    "~quote": words("quote pullquote blockquote tweet instagram embed"),
    "~correction": words("correction corrections note notes editor editors disclaimer"),
}  # fmt: skip
