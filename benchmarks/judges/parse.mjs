// One document through one of npm's feed parsers: node parse.mjs FOLDER PARSER URL
// FOLDER holds the node_modules. Prints a JSON list of [id, title, link].
import { createRequire } from "node:module";
const [folder, parser, url] = process.argv.slice(2);
const load = createRequire(`${folder}/x.js`);
const body = async () => (await fetch(url)).text();
const parsers = {
  "rss-parser": async () => {
    const Parser = load("rss-parser");
    const feed = await new Parser().parseURL(url);
    return feed.items.map((item) => [item.guid ?? item.id, item.title, item.link]);
  },
  feedparser: async () => {
    const FeedParser = load("feedparser");
    const { Readable } = await import("node:stream");
    const items = [];
    const stream = Readable.from([await body()]).pipe(new FeedParser({ feedurl: url }));
    for await (const item of stream) items.push([item.guid, item.title, item.link]);
    return items;
  },
  feedme: async () => {
    const FeedMe = load("feedme");
    const Parser = FeedMe.default ?? FeedMe;
    const parser = new Parser(true);
    parser.end(await body());
    const text = (value) => (typeof value === "object" ? value?.text ?? value?.href : value);
    const link = (value) =>
      Array.isArray(value) ? value.find((one) => one.rel === "alternate").href : text(value);
    return parser.done().items.map((item) => [
      text(item.guid ?? item.id), text(item.title), link(item.url ?? item.link),
    ]);
  },
  "@rowanmanning/feed-parser": async () => {
    const { parseFeed } = load("@rowanmanning/feed-parser");
    return parseFeed(await body()).items.map((item) => [item.id, item.title, item.url]);
  },
  feedsmith: async () => {
    const { parseFeed } = await import(load.resolve("feedsmith"));
    const { feed } = parseFeed(await body());
    return (feed.items ?? feed.entries).map((item) => [
      item.guid?.value ?? item.id,
      item.title?.value ?? item.title,
      item.link ?? item.url ?? item.links?.find((one) => one.rel === "alternate").href,
    ]);
  },
  "@extractus/feed-extractor": async () => {
    const { extract } = await import(load.resolve("@extractus/feed-extractor"));
    const feed = await extract(url);
    return feed.entries.map((item) => [item.id, item.title, item.link]);
  },
};
process.stdout.write(JSON.stringify(await parsers[parser]()));
