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
  phone.focus = focusOf(phone.log);
  if (!phone.alarm.open) phone.alarm.show();
}

// Remembers the place, for a picture that is loaded later, and offers a way down when the newest message is out of sight.
function settle(phone) {
  phone.place = placeOf(phone.log, phone.pressed);
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

function drawAnew(phone, state) {
  const { log, shown } = phone;
  const next = new Map(state.messages.map((m) => [String(m.message_id), m]));
  for (const item of [...log.querySelectorAll("li")]) if (!next.has(item.dataset.message)) { item.remove(); shown.delete(item.dataset.message); }
  let mine = false;
  for (const [id, message] of next) {
    const json = JSON.stringify(message);
    if (shown.get(id) === json) continue;
    const old = log.querySelector(`[data-message="${id}"]`);
    const item = draw(message, `people/${phone.id}/files/`, bot, phone.acts);
    item.querySelector("img")?.addEventListener("load", () => keepPlace(log, phone.place));
    if (old) item.classList.add("fresh"); else mine ||= !message.from_bot;
    if (old) old.replaceWith(item); else log.append(item);
    shown.set(id, json);
  }
  let day = "";
  for (const item of log.querySelectorAll("li")) {
    item.classList.toggle("new-day", item.dataset.day !== day);
    day = item.dataset.day;
  }
  return mine;
}

async function refresh(phone) {
  if (phone.busy) { phone.again = true; return; }
  phone.busy = true;
  const state = await (await fetch(`people/${phone.id}/chat`)).json();
  const log = phone.log;
  phone.version = state.version;
  const focus = focusOf(log);
  const place = placeOf(log, phone.pressed);
  speaks(phone.root, state.lang);
  const mine = drawAnew(phone, state);
  log.querySelectorAll("[aria-busy]").forEach((key) => key.removeAttribute("aria-busy"));
  log.querySelector(".start")?.remove();
  // Until the invitation has been opened: nothing but the welcome, whose buttons carry no code.
  const opened = state.messages.some((m) => m.buttons.flat().some((b) => /^[gr]:|^c:\w:\w+:\d:\w/.test(b.data || "")));
  if (phone.start && !opened) {
    const start = node("button", "start", words.start);
    start.type = "button";
    start.onclick = () => phone.acts.say(phone.start);
    log.append(start);
  }
  if (mine) phone.pressed = undefined;
  keepPlace(log, mine ? undefined : place); // who writes looks at the end
  settle(phone);
  giveFocus(log, focus);
  if (phone.toasts < 0) phone.toasts = state.toasts.length; // what was said before the page was opened
  for (const said of state.toasts.slice(phone.toasts)) (said.alert ? alarm : toast)(phone, said.text);
  phone.toasts = state.toasts.length;
  phone.busy = false;
  if (phone.again) { phone.again = false; refresh(phone); }
}

function show(id) {
  for (const phone of phones.values()) {
    phone.root.classList.toggle("shown", phone.id === id);
    phone.tab.setAttribute("aria-pressed", String(phone.id === id));
    if (phone.id !== id) continue;
    phone.tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    follow(phone.log);
  }
}

function build(person) {
  const root = document.getElementById("phone").content.cloneNode(true).firstElementChild;
  const find = (selector) => root.querySelector(selector);
  root.dataset.person = person.id;
  find("h2").textContent = person.first_name;
  find(".note").textContent = person.note;
  find(".bot").append(node("span", "", bot.name), node("span", "username", ` @${bot.username}`));
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
  find(".alarm button").onclick = () => { phone.alarm.close(); giveFocus(phone.log, phone.focus); };
  phone.alarm.onkeydown = (event) => { if (event.key === "Escape") find(".alarm button").click(); };
  phone.log.onscroll = () => settle(phone);
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
