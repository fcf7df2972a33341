// A phone for each person: what they do is posted, and what they see is asked for when it has changed.
"use strict";
const phones = new Map();
const words = { start: "ابدأ · START", copied: "نُسخ · Copié · Copied" };
let bot = {};

const post = (id, act, body) =>
  fetch(`people/${id}/${act}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

async function copy(phone, text) {
  let copied = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch { // only pages of this machine or with TLS may use it
    const field = node("textarea", "unseen", text);
    const before = document.activeElement;
    phone.root.append(field);
    field.select();
    copied = document.execCommand("copy");
    field.remove();
    before.focus({ preventScroll: true });
  }
  if (copied) toast(phone, words.copied);
  else alarm(phone, text); // to be copied by hand
}

function toast(phone, text) {
  phone.toast.textContent = text;
  phone.toast.hidden = false;
  clearTimeout(phone.timer);
  phone.timer = setTimeout(() => { phone.toast.hidden = true; }, 3500);
}

function alarm(phone, text) {
  phone.alarm.querySelector("p").textContent = text;
  if (phone.alarm.open) return;
  phone.focus = focusOf(phone.log);
  phone.alarm.show();
  restOf(phone, true);
}

function closeAlarm(phone) {
  restOf(phone, false);
  phone.alarm.close();
  giveFocus(phone.log, phone.focus);
}

// All of a phone but its alert, which comes first.
function restOf(phone, inert) {
  for (const part of phone.root.children) if (part !== phone.alarm) part.inert = inert;
}

// Remembers the place, for when the chat becomes lower, and offers a way down when the newest message is out of sight.
function settle(phone) {
  phone.place = placeOf(phone.log, phone.pressed);
  phone.height = phone.log.clientHeight;
  phone.down.hidden = !placeOf(phone.log);
}

function acts(phone) {
  return {
    say: (text) => post(phone.id, "say", { text }),
    copy: (text) => copy(phone, text),
    press: (message, data) => {
      phone.pressed = newestOf(phone.log)?.dataset.message === String(message) ? undefined : String(message);
      post(phone.id, "press", { message, data });
    },
  };
}

// The messages that are not shown as they are now, drawn, and their pictures loaded: later they would push away what is read.
async function drawChanged(phone, messages) {
  const drawn = [];
  for (const message of messages) {
    const [id, json] = [String(message.message_id), JSON.stringify(message)];
    if (phone.shown.get(id) === json) continue;
    drawn.push({ id, json, mine: !message.from_bot, item: draw(message, `people/${phone.id}/files/`, bot, phone.acts) });
  }
  const pictures = drawn.flatMap(({ item }) => [...item.querySelectorAll("img")]);
  await Promise.all(pictures.map((picture) => picture.decode().catch(() => {}))); // one that cannot be read has its name
  return drawn;
}

// Puts them in their places. Returns whether the person has sent one of them.
function putInPlace({ log, shown }, messages, drawn) {
  const left = new Set(messages.map((message) => String(message.message_id)));
  for (const item of [...log.querySelectorAll("li")]) {
    if (left.has(item.dataset.message)) continue;
    shown.delete(item.dataset.message);
    item.remove();
  }
  let written = false;
  for (const { id, json, mine, item } of drawn) {
    const old = log.querySelector(`[data-message="${id}"]`);
    if (old) {
      item.classList.add("fresh");
      old.replaceWith(item);
    } else {
      written ||= mine;
      log.append(item);
    }
    shown.set(id, json);
  }
  let day = "";
  for (const item of log.querySelectorAll("li")) {
    item.classList.toggle("new-day", item.dataset.day !== day);
    day = item.dataset.day;
  }
  return written;
}

function offerStart(phone, messages) {
  phone.log.querySelector(".start")?.remove();
  // Until the invitation has been opened: nothing but the welcome, whose buttons carry no code.
  const opened = messages.some((m) => m.buttons.flat().some((b) => /^[gr]:|^c:\w:\w+:\d:\w/.test(b.data || "")));
  if (!phone.start || opened) return;
  const start = node("button", "start", words.start);
  start.type = "button";
  start.onclick = () => phone.acts.say(phone.start);
  phone.log.append(start);
}

async function bringUpToDate(phone) {
  const { version, lang, messages, toasts } = await (await fetch(`people/${phone.id}/chat`)).json();
  const drawn = await drawChanged(phone, messages);
  const log = phone.log;
  phone.version = version;
  const focus = focusOf(log);
  const place = placeOf(log, phone.pressed);
  speaks(phone.root, lang);
  const written = putInPlace(phone, messages, drawn);
  log.querySelectorAll("[aria-busy]").forEach((key) => key.removeAttribute("aria-busy"));
  offerStart(phone, messages);
  if (written) phone.pressed = undefined;
  keepPlace(log, written ? undefined : place); // who writes looks at the end
  settle(phone);
  giveFocus(log, focus);
  if (phone.toasts < 0) phone.toasts = toasts.length; // what was said before the page was opened
  for (const said of toasts.slice(phone.toasts)) (said.alert ? alarm : toast)(phone, said.text);
  phone.toasts = toasts.length;
}

async function refresh(phone) {
  if (phone.busy) { phone.again = true; return; }
  phone.busy = true;
  try {
    await bringUpToDate(phone);
  } finally {
    phone.busy = false;
  }
  if (phone.again) { phone.again = false; refresh(phone); }
}

function show(id) {
  for (const phone of phones.values()) {
    phone.root.classList.toggle("shown", phone.id === id);
    phone.tab.setAttribute("aria-pressed", String(phone.id === id));
    if (phone.id === id) phone.tab.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

function build(person) {
  const root = document.getElementById("phone").content.cloneNode(true).firstElementChild;
  const find = (selector) => root.querySelector(selector);
  root.dataset.person = person.id;
  find("h2").textContent = person.first_name;
  find(".note").textContent = person.note;
  find(".bot").textContent = bot.name;
  find(".bot").title = `@${bot.username}`;
  find(".face").textContent = [...person.first_name][0];
  speaks(root, person.language_code);
  const tab = node("button", "", person.first_name);
  tab.type = "button";
  tab.onclick = () => show(person.id);
  const phone = {
    id: person.id, root, tab, start: person.start, log: find(".log"), toast: find(".toast"), alarm: find(".alarm"), down: find(".down"),
    shown: new Map(), toasts: -1, version: -1,
  };
  phone.acts = acts(phone);
  const form = find("form");
  form.onsubmit = (event) => {
    event.preventDefault();
    const text = form.text.value;
    if (text.trim()) phone.acts.say(text);
    form.text.value = "";
  };
  form.text.onkeydown = (event) => {
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); form.requestSubmit(); }
  };
  find(".attach input").onchange = ({ target }) => {
    for (const file of target.files)
      fetch(`people/${person.id}/attach/${encodeURIComponent(file.name)}`, { method: "POST", headers: { "content-type": file.type || "application/octet-stream" }, body: file });
    target.value = "";
  };
  find(".voice").onclick = () => post(person.id, "voice", {});
  find(".alarm button").onclick = () => closeAlarm(phone);
  phone.alarm.onkeydown = (event) => { if (event.key === "Escape") closeAlarm(phone); };
  phone.log.onscroll = () => { if (phone.log.clientHeight === phone.height) settle(phone); };
  // Also when the keyboard of a real phone opens, and when the person's tab is chosen.
  new ResizeObserver(() => { keepPlace(phone.log, phone.place); settle(phone); }).observe(phone.log);
  phone.down.onclick = () => { phone.pressed = undefined; follow(phone.log); };
  document.querySelector(".tabs").append(tab);
  document.querySelector(".phones").append(root);
  return phone;
}

async function begin() {
  const given = await (await fetch("people")).json();
  bot = given.bot;
  const clock = document.querySelector(".clock");
  const hour = clock.querySelector(".hour");
  const tell = (shown) => {
    clock.hidden = !shown;
    if (!shown) return;
    clock.querySelector("output").textContent = `${shown.day} · ${shown.hour}`;
    hour.textContent = `🕐 ${shown.hour}`;
  };
  tell(given.clock);
  const open = (opened) => { clock.classList.toggle("open", opened); hour.setAttribute("aria-expanded", String(opened)); };
  hour.onclick = () => open(!clock.classList.contains("open"));
  clock.onkeydown = (event) => { if (event.key === "Escape") { open(false); hour.focus(); } };
  for (const button of clock.querySelectorAll("[data-turn]"))
    button.onclick = () => fetch(`clock/${button.dataset.turn}`, { method: "POST" });
  for (const person of given.people) phones.set(String(person.id), build(person));
  const wanted = Number(location.hash.slice(1));
  show(phones.has(String(wanted)) ? wanted : given.people[0].id);
  for (const phone of phones.values()) refresh(phone);
  const events = new EventSource("events");
  events.onmessage = (event) => {
    const { clock, ...versions } = JSON.parse(event.data);
    if (clock) tell(clock);
    for (const [id, phone] of phones) if (versions[id] !== undefined && versions[id] !== phone.version) refresh(phone);
  };
  events.onopen = () => phones.forEach(refresh);
}
begin();
