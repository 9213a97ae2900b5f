"""The judges: how each is asked for what it sees at an address, and what it remembers."""

import email
import json
import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

HERE = Path(__file__).parent
Seen = list[tuple[str, str, str]]  # id, title and link; "" for what the reader does not tell

_PYTHON = {
    "feedparser": "import feedparser\nE = feedparser.parse(URL).entries\n"
    "out = [(e.id, e.title, e.link) for e in E]",
    "fastfeedparser": "import fastfeedparser\nE = fastfeedparser.parse(URL).entries\n"
    "out = [(e.id, e.title, e.link) for e in E]",
    "feedparser-rs": "import feedparser_rs, urllib.request as u\n"
    "E = feedparser_rs.parse(u.urlopen(URL).read()).entries\n"
    "out = [(e.id, e.title, e.link) for e in E]",
    "atoma": "import atoma, urllib.request as u\nb = u.urlopen(URL).read()\n"
    "if URL.endswith('json'):\n"
    "    out = [(e.id_, e.title, e.url) for e in atoma.parse_json_feed_bytes(b).items]\n"
    "elif URL.endswith('rss.xml'):\n"
    "    out = [(e.guid, e.title, e.link) for e in atoma.parse_rss_bytes(b).items]\n"
    "else:\n"
    "    out = [(e.id_, e.title.value, next(l.href for l in e.links if l.rel == 'alternate'))\n"
    "           for e in atoma.parse_atom_bytes(b).entries]",
    "reader": "import reader\nwith reader.make_reader(STATE + '/reader.db') as r:\n"
    "    r.add_feed(URL, exist_ok=True)\n    r.update_feed(URL)\n"
    "    out = [(e.id, e.title, e.link) for e in r.get_entries()]",
}
_PERL = {
    "XML::Feed": "my $f = XML::Feed->parse(URI->new($ARGV[0])) or die; "
    "print join('', map { join(chr(9), $_->id, $_->title, $_->link).chr(10) } $f->entries);",
    "XML::FeedPP": "my $f = XML::FeedPP->new($ARGV[0]); print join('', "
    "map { join(chr(9), $_->guid, $_->title, $_->link).chr(10) } $f->get_item());",
}
_RUBY = (
    "require 'rss'; require 'open-uri'; f = RSS::Parser.parse(URI.open(ARGV[0]).read, false); "
    "f.items.each { |i| atom = i.respond_to?(:id) && i.id; "
    "puts [atom ? i.id.content : i.guid.content, atom ? i.title.content : i.title, "
    "atom ? i.link.href : i.link].join(9.chr) }"
)


@dataclass(kw_only=True)
class Judge:
    """A reader at one address. `new` is what a subscriber would be shown at each poll."""

    name: str
    format: str
    ask: Callable[[str, Path], Seen]
    state: Path
    known: set[str] = field(default_factory=set)

    def poll(self, url: str) -> tuple[Seen, list[str]]:
        """What it sees (stateful readers: all that they keep), and which ids are new to it."""
        seen = self.ask(url, self.state)
        ids = [entry[0] or entry[2] for entry in seen]
        new = [one for one in dict.fromkeys(ids) if one not in self.known]
        self.known.update(ids)
        return seen, new


def _run(argv: list[str], cwd: Path) -> str:
    # reader's own copy of feedparser needs a module that Python no longer has
    own = {"HOME": str(cwd), "NO_PROXY": "*", "READER_NO_VENDORED_FEEDPARSER": "1"}
    home = {**os.environ, **own}
    done = subprocess.run(
        argv, cwd=cwd, env=home, check=True, capture_output=True, text=True, timeout=120
    )
    return done.stdout


def _rows(text: str) -> Seen:
    rows = (line.split("\t") for line in text.splitlines() if line.strip())
    return [(row[0], row[1], row[2]) for row in rows]


def _python(executable: str, code: str, url: str, state: Path) -> Seen:
    given = f"URL, STATE = {url!r}, {str(state)!r}\n"
    script = f"import json, warnings\nwarnings.simplefilter('ignore')\n{given}{code}\n"
    return [tuple(row) for row in json.loads(_run([executable, "-c", script + _PRINT], state))]


_PRINT = "print(json.dumps([[x or '' for x in row] for row in out]))"


def _node(modules: str, parser: str, url: str, state: Path) -> Seen:
    found = json.loads(_run(["node", str(HERE / "parse.mjs"), modules, parser, url], state))
    return [(row[0] or "", row[1] or "", row[2] or "") for row in found]


def _perl(module: str, url: str, state: Path) -> Seen:
    return _rows(_run(["perl", "-MURI", f"-M{module}", "-CS", "-e", _PERL[module], url], state))


def _ruby(url: str, state: Path) -> Seen:
    return _rows(_run(["ruby", "-e", _RUBY, url], state))


def _newsboat(url: str, state: Path) -> Seen:
    (state / "urls").write_text(f"{url}\n")
    (state / "config").write_text("")
    _run(["newsboat", "-u", "urls", "-C", "config", "-c", "cache.db", "-x", "reload"], state)
    with sqlite3.connect(state / "cache.db") as cache:
        return list(cache.execute("select guid, title, url from rss_item"))


def _sfeed(url: str, state: Path) -> Seen:
    (state / "document").write_text(_run(["curl", "-sf", "--compressed", url], state))
    rows = _run(["sh", "-c", "sfeed < document"], state).splitlines()
    return [(row.split("\t")[5], row.split("\t")[1], row.split("\t")[2]) for row in rows]


def _rss2email(url: str, state: Path) -> Seen:
    """The mails that it has sent: an id that is mailed twice is in the list twice."""
    (state / "r2e.cfg").write_text(
        "[DEFAULT]\nto = a@news.example\nfrom = b@news.example\nemail-protocol = maildir\n"
        f"maildir-path = {state}\nmaildir-mailbox = mail\n\n[feed.all]\nurl = {url}\n"
    )
    for folder in ("cur", "new", "tmp"):
        (state / "mail" / folder).mkdir(parents=True, exist_ok=True)
    _run(["r2e", "-c", "r2e.cfg", "-d", "r2e.json", "run"], state)
    mails = [email.message_from_bytes(path.read_bytes()) for path in state.glob("mail/*/*")]
    return [(mail["X-RSS-ID"], str(mail["Subject"]), mail["X-RSS-URL"]) for mail in mails]


def _feed2exec(url: str, state: Path) -> Seen:
    (state / "feed2exec.ini").write_text(
        f"[all]\nurl = {url}\noutput = feed2exec.plugins.exec\n"
        f"args = sh -c 'echo \"$0\" >> {state}/told' {{item.id}}\n"
    )
    if (state / "f.db").exists():  # it would obey our max-age, and not ask
        with sqlite3.connect(state / "f.db") as cache:
            cache.execute("delete from content")
    _run(["feed2exec", "--config", "feed2exec.ini", "--database", "f.db", "fetch"], state)
    told = state / "told"
    return [(one, "", "") for one in (told.read_text().split() if told.exists() else [])]


def _rsstail(url: str, state: Path) -> Seen:
    lines = _run(["rsstail", "-1", "-l", "-n", "1000", "-u", url], state).splitlines()
    links = [line.removeprefix("Link: ").strip() for line in lines if line.startswith("Link: ")]
    return [("", "", link) for link in links]


XML, EVERY = ("atom.xml", "rss.xml"), ("atom.xml", "rss.xml", "feed.json")


def judges(folder: Path, python: str, modules: str) -> Iterator[Judge]:
    """All judges, each with an empty memory below `folder`."""
    asks: dict[str, tuple[Callable[[str, Path], Seen], tuple[str, ...]]] = {
        **{
            name: (partial(_python, python, code), EVERY if name != "feedparser" else XML)
            for name, code in _PYTHON.items()
        },
        "rss-parser": (partial(_node, modules, "rss-parser"), XML),
        "feedparser (npm)": (partial(_node, modules, "feedparser"), XML),
        "feedme": (partial(_node, modules, "feedme"), XML),
        "@rowanmanning/feed-parser": (partial(_node, modules, "@rowanmanning/feed-parser"), XML),
        "feedsmith": (partial(_node, modules, "feedsmith"), EVERY),
        "@extractus/feed-extractor": (partial(_node, modules, "@extractus/feed-extractor"), EVERY),
        **{name: (partial(_perl, name), XML) for name in _PERL},
        "ruby rss": (_ruby, XML),
        "newsboat": (_newsboat, XML),
        "sfeed": (_sfeed, XML),
        "rss2email": (_rss2email, XML),
        "feed2exec": (_feed2exec, XML),
        "rsstail": (_rsstail, XML),
    }
    for number, (name, (ask, formats)) in enumerate(asks.items()):
        for format_ in formats:
            state = folder / f"{number}-{format_}"
            state.mkdir(parents=True)
            yield Judge(name=name, format=format_, ask=ask, state=state)
