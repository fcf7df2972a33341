// How a message looks. Texts of the bot are put together from nodes, never as HTML.
"use strict";
const kinds = {
  ar: { photo: "صورة", document: "ملف", voice: "رسالة صوتية", video: "فيديو" },
  fr: { photo: "Image", document: "Fichier", voice: "Message vocal", video: "Vidéo" },
  en: { photo: "Picture", document: "File", voice: "Voice message", video: "Video" },
};
const signs = { voice: "🎤", video: "🎬" };

function node(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function speaks(element, lang) {
  element.lang = lang;
  element.dir = lang === "ar" ? "rtl" : "ltr";
}

const tags = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "code", blockquote: "i" };

// Cuts the text at every border of an entity, link, command or line, and builds a paragraph a line.
function paragraphs(message, say) {
  const text = message.text;
  const spans = (message.entities || []).map((e) => ({ from: e.offset, to: e.offset + e.length, tag: tags[e.type] || "span" }));
  for (const found of text.matchAll(/https:\/\/t\.me\/\w+\?start=(\w+)/g))
    spans.push({ from: found.index, to: found.index + found[0].length, say: `/start ${found[1]}` });
  for (const found of text.matchAll(/(?<![\w/])\/[a-z_]{2,32}\b/g))
    spans.push({ from: found.index, to: found.index + found[0].length, say: found[0] });
  let at = 0;
  return text.split("\n").map((line, n) => {
    const end = at + line.length;
    const borders = new Set([at, end]);
    for (const span of spans) for (const b of [span.from, span.to]) if (b > at && b < end) borders.add(b);
    const cuts = [...borders].sort((a, b) => a - b);
    const p = node("p");
    if (/\p{L}/u.test(line)) p.dir = "auto"; // a line without letters runs as its message does
    if (message.lines[n] && message.lines[n] !== message.lang) p.lang = message.lines[n];
    for (let i = 0; i + 1 < cuts.length; i++) {
      let piece = document.createTextNode(text.slice(cuts[i], cuts[i + 1]));
      for (const span of spans.filter((s) => s.from <= cuts[i] && s.to >= cuts[i + 1])) {
        const around = span.say ? node("button", "command") : node(span.tag);
        if (span.say) { around.type = "button"; around.dir = "ltr"; around.onclick = () => say(span.say); }
        around.append(piece);
        piece = around;
      }
      p.append(piece);
    }
    at = end + 1;
    return p;
  });
}

// What a picture shows is said by its caption, which begins with it. A name of a file says it only to those who chose it.
function attached(message, address) {
  const { kind, name } = message.file;
  const word = (kinds[message.lang] || kinds.en)[kind] || name;
  if (kind === "photo") {
    const picture = node("img");
    picture.src = address;
    const lines = message.text.split("\n").filter((line) => /\p{L}/u.test(line));
    picture.alt = `${word}: ${lines.slice(0, 2).join(" – ") || name}`;
    return picture;
  }
  const link = node("a", "file", `${signs[kind] || "📄"} ${name}`);
  link.href = address;
  link.download = name;
  link.dir = "auto";
  link.setAttribute("aria-label", `${word}: ${name}`);
  return link;
}

// Who sent it and when, at the end of the last line. Its direction of its own keeps it out of the line's `dir=auto`.
function foot(message, bot) {
  const foot = node("span", "foot");
  foot.dir = "ltr";
  if (message.from_bot) foot.append(node("span", "from", bot.name), " ");
  if (message.sent.hour) {
    const time = node("time", "", message.sent.hour);
    time.title = message.sent.day;
    foot.append(time);
  }
  return foot;
}

// `acts` are what the person can do: say, press, copy.
function key(button, message, acts) {
  const key = node("button", `key ${button.style || ""}`.trim(), button.text);
  key.type = "button";
  key.dir = "auto";
  key.title = button.text;
  key.dataset.data = button.data || "";
  key.onclick = () => {
    if (button.url) return window.open(button.url);
    if (button.copy) return acts.copy(button.copy);
    key.setAttribute("aria-busy", "true");
    setTimeout(() => key.removeAttribute("aria-busy"), 3000); // nothing may change
    acts.press(message.message_id, button.data);
  };
  return key;
}

function draw(message, files, bot, acts) {
  const item = node("li", "message" + (message.from_bot ? "" : " mine"));
  item.dataset.message = message.message_id;
  item.dataset.day = message.sent.day;
  item.tabIndex = -1; // takes the focus when the button that had it is gone
  speaks(item, message.lang);
  const bubble = node("div", "bubble");
  if (message.file) bubble.append(attached(message, files + message.file.file_id));
  const lines = message.text ? paragraphs(message, acts.say) : [node("p")];
  lines.at(-1).append(foot(message, bot));
  bubble.append(...lines);
  if (message.reaction) bubble.append(node("span", "reaction", message.reaction));
  item.append(bubble);
  if (message.buttons.length) {
    const keys = node("div", "keys");
    for (const row of message.buttons) {
      const line = node("div");
      line.append(...row.map((button) => key(button, message, acts)));
      keys.append(line);
    }
    item.append(keys);
  }
  return item;
}
