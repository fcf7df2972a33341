// Where a chat is scrolled to, and what has the focus, while its messages are drawn anew.
"use strict";

const newestOf = (log) => [...log.querySelectorAll("li")].at(-1);

// A chat follows its newest message as long as that can be seen, but keeps the beginning of a long one in sight: the
// question stands there. Whoever looks at an older message, or has just pressed a button of one, stays there.
function placeOf(log, pressed) {
  const view = log.getBoundingClientRect();
  const items = [...log.querySelectorAll("li")];
  const newest = newestOf(log);
  const box = (item) => item.getBoundingClientRect();
  const seen = items.filter((item) => box(item).bottom > view.top && box(item).top < view.bottom);
  const acted = seen.find((item) => item.dataset.message === pressed && item !== newest);
  const stays = acted || (seen.includes(newest) ? undefined : seen[0]);
  return stays && { message: stays.dataset.message, top: box(stays).top };
}

function keepPlace(log, place) {
  const stays = place && log.querySelector(`[data-message="${place.message}"]`);
  if (stays) log.scrollTop += stays.getBoundingClientRect().top - place.top;
  else follow(log);
}

function follow(log) {
  log.scrollTop = log.scrollHeight;
  const newest = newestOf(log);
  if (!newest) return;
  // Of a picture with a caption the caption is the question.
  const text = newest.querySelector("img") ? newest.querySelector("p") : newest;
  log.scrollTop += Math.min(0, text.getBoundingClientRect().top - log.getBoundingClientRect().top - 6);
}

const pressable = (item) => [...item.querySelectorAll("button, a")];
const bare = (key) => key.textContent.replace(/[^\p{L}\p{N}]+/gu, ""); // without tick marks and arrows

// What has the focus in this chat: the message, and which of its buttons.
function focusOf(log) {
  const item = document.activeElement?.closest("li");
  if (!item || !log.contains(item)) return undefined;
  const at = pressable(item).indexOf(document.activeElement);
  return { message: item.dataset.message, at, label: at < 0 ? "" : bare(document.activeElement), element: document.activeElement };
}

// Gives it back: to the button of the same label, else to the one in the same place, else to the message.
function giveFocus(log, focus) {
  if (!focus) return;
  if (focus.element.isConnected) { focus.element.focus({ preventScroll: true }); return; }
  const item = log.querySelector(`[data-message="${focus.message}"]`);
  const keys = item ? pressable(item) : [];
  const same = focus.label && keys.find((key) => bare(key) === focus.label);
  const target = focus.at < 0 ? item : same || keys[focus.at] || keys.at(-1) || item;
  (target || newestOf(log) || log).focus({ preventScroll: true });
}
