// A phone for each person. Texts of the bot are put together from nodes, never as HTML.
"use strict";
const phones = new Map();
const words = { start: "ابدأ · START", edited: "عُدلت" };

const post = (id, act, body) =>
  fetch(`people/${id}/${act}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

function node(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

const tags = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "code", blockquote: "i" };

// Cuts the text at every border of an entity, link, command or line, and builds a paragraph a line.
function paragraphs(person, message) {
  const text = message.text;
  const spans = (message.entities || []).map((e) => ({ from: e.offset, to: e.offset + e.length, tag: tags[e.type] || "span" }));
  for (const found of text.matchAll(/https:\/\/t\.me\/\w+\?start=(\w+)/g))
    spans.push({ from: found.index, to: found.index + found[0].length, say: `/start ${found[1]}` });
  for (const found of text.matchAll(/(?<![\w/])\/[a-z_]{2,32}\b/g))
    spans.push({ from: found.index, to: found.index + found[0].length, say: found[0] });
  const lines = [];
  let at = 0;
  for (const line of text.split("\n")) {
    const end = at + line.length;
    const borders = new Set([at, end]);
    for (const span of spans) for (const b of [span.from, span.to]) if (b > at && b < end) borders.add(b);
    const cuts = [...borders].sort((a, b) => a - b);
    const p = node("p");
    p.dir = "auto";
    for (let i = 0; i + 1 < cuts.length; i++) {
      let piece = document.createTextNode(text.slice(cuts[i], cuts[i + 1]));
      for (const span of spans.filter((s) => s.from <= cuts[i] && s.to >= cuts[i + 1])) {
        const around = span.say ? node("button", "command") : node(span.tag);
        if (span.say) { around.type = "button"; around.dir = "ltr"; around.onclick = () => post(person, "say", { text: span.say }); }
        around.append(piece);
        piece = around;
      }
      p.append(piece);
    }
    lines.push(p);
    at = end + 1;
  }
  return lines;
}

function draw(person, message, fresh) {
  const item = node("li", "message" + (message.from_bot ? "" : " mine") + (fresh ? " fresh" : ""));
  item.dataset.message = message.message_id;
  const bubble = node("div", "bubble");
  if (message.file) {
    const address = `people/${person}/files/${message.file.file_id}`;
    if (message.file.kind === "photo") {
      const picture = node("img");
      picture.src = address;
      picture.alt = "QR";
      bubble.append(picture);
    } else {
      const link = node("a", "file", ({ voice: "🎤 ", video: "🎬 " }[message.file.kind] || "📄 ") + message.file.name);
      link.href = address;
      link.download = message.file.name;
      link.dir = "auto";
      bubble.append(link);
    }
  }
  if (message.text) bubble.append(...paragraphs(person, message));
  item.append(bubble);
  if (message.buttons.length) {
    const keys = node("div", "keys");
    for (const row of message.buttons) {
      const line = node("div");
      for (const button of row) {
        const key = node("button", "key", button.text);
        key.type = "button";
        key.dir = "auto";
        key.title = button.text;
        key.dataset.data = button.data || "";
        key.onclick = () => {
          key.setAttribute("aria-busy", "true");
          if (button.url) window.open(button.url); else post(person, "press", { message: message.message_id, data: button.data });
          setTimeout(() => key.removeAttribute("aria-busy"), 3000); // nothing may change
        };
        line.append(key);
      }
      keys.append(line);
    }
    item.append(keys);
  }
  return item;
}

async function refresh(phone) {
  if (phone.busy) { phone.again = true; return; }
  phone.busy = true;
  const state = await (await fetch(`people/${phone.id}/chat`)).json();
  const shown = phone.shown;
  phone.version = state.version;
  const log = phone.log;
  const next = new Map(state.messages.map((m) => [String(m.message_id), m]));
  for (const item of [...log.children]) if (!next.has(item.dataset.message)) item.remove();
  for (const [id, message] of next) {
    const json = JSON.stringify(message);
    if (shown.get(id) === json) continue;
    const old = log.querySelector(`[data-message="${id}"]`);
    const item = draw(phone.id, message, shown.has(id));
    if (old) old.replaceWith(item); else log.append(item);
    shown.set(id, json);
  }
  log.querySelectorAll("[aria-busy]").forEach((key) => key.removeAttribute("aria-busy"));
  log.querySelector(".start")?.remove();
  // Until the invitation has been opened: nothing but the welcome, whose buttons carry no code.
  const opened = state.messages.some((m) => m.buttons.flat().some((b) => /^[gr]:|^c:\w:\w+:\d:\w/.test(b.data || "")));
  if (phone.start && !opened) {
    const start = node("button", "start", words.start);
    start.type = "button";
    start.onclick = () => post(phone.id, "say", { text: phone.start });
    log.append(start);
  }
  log.scrollTop = log.scrollHeight;
  if (phone.toasts < 0) phone.toasts = state.toasts.length; // what was said before the page was opened
  if (state.toasts.length > phone.toasts) {
    phone.toasts = state.toasts.length;
    phone.toast.textContent = state.toasts.at(-1);
    phone.toast.hidden = false;
    clearTimeout(phone.timer);
    phone.timer = setTimeout(() => { phone.toast.hidden = true; }, 3500);
  }
  phone.busy = false;
  if (phone.again) { phone.again = false; refresh(phone); }
}

function show(id) {
  for (const phone of phones.values()) {
    phone.root.classList.toggle("shown", phone.id === id);
    phone.tab.setAttribute("aria-pressed", String(phone.id === id));
    if (phone.id === id) phone.log.scrollTop = phone.log.scrollHeight;
  }
}

async function begin() {
  const { people, clock } = await (await fetch("people")).json();
  const shown = document.querySelector(".clock");
  const tell = (time) => { shown.hidden = !time; shown.querySelector("output").textContent = time || ""; };
  tell(clock);
  for (const button of shown.querySelectorAll("button"))
    button.onclick = () => fetch(`clock/${button.dataset.turn}`, { method: "POST" });
  for (const person of people) {
    const root = document.getElementById("phone").content.cloneNode(true).firstElementChild;
    root.dataset.person = person.id;
    root.querySelector("h2").textContent = person.first_name;
    root.querySelector("header p").textContent = person.note;
    root.querySelector(".face").textContent = [...person.first_name][0];
    const form = root.querySelector("form");
    form.onsubmit = (event) => {
      event.preventDefault();
      const text = form.text.value;
      if (text.trim()) post(person.id, "say", { text });
      form.text.value = "";
    };
    form.text.onkeydown = (event) => {
      if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); form.requestSubmit(); }
    };
    root.querySelector(".attach input").onchange = ({ target }) => {
      for (const file of target.files)
        fetch(`people/${person.id}/attach/${encodeURIComponent(file.name)}`, { method: "POST", headers: { "content-type": file.type || "application/octet-stream" }, body: file });
      target.value = "";
    };
    root.querySelector(".voice").onclick = () => post(person.id, "voice", {});
    const tab = node("button", "", person.first_name);
    tab.type = "button";
    tab.onclick = () => show(person.id);
    document.querySelector(".tabs").append(tab);
    document.querySelector(".phones").append(root);
    phones.set(String(person.id), {
      id: person.id, root, tab, start: person.start, log: root.querySelector(".log"), toast: root.querySelector(".toast"),
      shown: new Map(), toasts: -1, version: -1,
    });
  }
  const wanted = Number(location.hash.slice(1));
  show(phones.has(String(wanted)) ? wanted : people[0].id);
  for (const phone of phones.values()) refresh(phone);
  const events = new EventSource("events");
  const look = (versions) => {
    for (const [id, phone] of phones) if (versions[id] !== undefined && versions[id] !== phone.version) refresh(phone);
  };
  events.onmessage = (event) => {
    const { clock, ...versions } = JSON.parse(event.data);
    if (clock) tell(clock);
    look(versions);
  };
  events.onopen = () => phones.forEach(refresh);
}
begin();
