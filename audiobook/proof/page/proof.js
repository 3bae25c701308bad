"use strict";

/* The proof's page. It shows what the desk tells and asks it for changes; it keeps nothing of its own.
   Whatever comes from the story is set as text, never as HTML. */

const desk = document.documentElement.dataset.mode === "desk";
const $ = (id) => document.getElementById(id);
const COLOURS = 12;
const WINDOW = 40; // seconds of sound in sight
const NARRATOR = "narrator";

let book = null;
let chapter = null;
let peaks = new Uint8Array(0);
let chosen = null; // number of a line
let playingUntil = Infinity;
let busy = 0; // changes of our own under way
const askedFor = { book: 0, chapter: 0 };
let colours = new Map();
let voices = null;

// --- asking ---

const waiting = new Map();
window.proofData = (name, content) => waiting.get(name)?.(content);

function load(name) {
  if (desk) return fetch(`api/${name}`).then(answer);
  return new Promise((resolve, reject) => {
    waiting.set(name, resolve);
    const script = document.createElement("script");
    script.src = `data/${name}.js`;
    script.onload = () => script.remove();
    script.onerror = () => reject(new Error(`data/${name}.js is missing`));
    document.head.append(script);
  });
}

async function answer(response) {
  if (response.ok) return response.json();
  const told = await response.json().catch(() => ({ problem: `The server said ${response.status}.` }));
  throw Object.assign(new Error(told.problem), { status: response.status });
}

async function post(name, content) {
  const response = await fetch(`api/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(content),
  });
  return response;
}

async function loadPeaks(number) {
  if (desk) return new Uint8Array(await (await fetch(`api/peaks/${number}`)).arrayBuffer());
  return Uint8Array.from(atob(await load(`peaks/${number}`)), (letter) => letter.charCodeAt(0));
}

let quiet = 0;
function say(text, problem = false) {
  $("status").textContent = text;
  $("status").classList.toggle("problem", problem);
  clearTimeout(quiet);
  quiet = setTimeout(() => ($("status").textContent = ""), problem ? 9000 : 4000);
}

const report = (error) => say(error.message, true);

// --- building ---

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

const colourOf = (name) => `var(--c${colours.get(name) ?? 0})`;

function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

// --- the book ---

async function openBook() {
  const asked = ++askedFor.book;
  const told = await load("book");
  if (asked !== askedFor.book) return; // a later answer is on its way, or here
  book = told;
  colours = new Map([[NARRATOR, 0]]);
  book.characters.forEach((character, at) => colours.set(character.name, 1 + (at % COLOURS)));
  document.title = `${book.title} – proof`;
  document.documentElement.lang = book.language;
  $("title").textContent = book.title;
  $("byline").textContent = [book.author, `${book.unsureCount} to check`].filter(Boolean).join(" · ");
  $("chapters").replaceChildren(
    ...book.chapters.map((each, at) =>
      make("option", { value: at, textContent: `${each.title}${each.unsure ? ` (${each.unsure} ?)` : ""}` }),
    ),
  );
  if (chapter) $("chapters").value = chapter.index;
  $("undo").disabled = !book.undo;
  $("people").replaceChildren(...[...colours.keys()].map((name) => make("option", { value: name })));
  showUnsure();
  showCast();
  showPicture();
  if (desk) askPickups();
}

function showUnsure() {
  const rows = book.unsure.map((line) => {
    const button = make("button", { type: "button" });
    button.append(
      make("strong", { textContent: `${line.speaker}? ` }),
      line.text.length > 110 ? `${line.text.slice(0, 109)}…` : line.text,
      make("small", { textContent: [book.chapters[line.chapter].title, line.reason].filter(Boolean).join(" · ") }),
    );
    button.onclick = () => goTo(line.i, line.chapter, true);
    return make("li", {}, button);
  });
  if (!rows.length) rows.push(make("li", { textContent: "Nothing to check." }));
  $("unsure").replaceChildren(...rows);
}

function showPicture() {
  const most = Math.max(1, ...book.chapters.flatMap((each) => Object.entries(each.words))
    .filter(([name]) => name !== NARRATOR).map(([, words]) => words));
  const people = [{ name: NARRATOR }, ...book.characters.slice(0, 24)];
  const rows = people.map(({ name }) => {
    const row = make("tr", {}, make("th", { scope: "row", textContent: name }));
    row.firstChild.style.color = colourOf(name);
    book.chapters.forEach((each, at) => {
      const words = each.words[name] ?? 0;
      const label = `${name}, ${each.title}: ${words} words`;
      const cell = make("button", { type: "button", title: label, disabled: !words });
      cell.append(make("span", { className: "unseen", textContent: label }));
      const share = name === NARRATOR ? words / Math.max(1, ...book.chapters.map((c) => c.words[NARRATOR] ?? 0)) : words / most;
      cell.style.background = words
        ? `color-mix(in srgb, ${colourOf(name)} ${Math.round(20 + 80 * Math.sqrt(share))}%, var(--paper))`
        : "transparent";
      cell.onclick = () => openChapter(at).catch(report);
      row.append(make("td", {}, cell));
    });
    return row;
  });
  $("picture").replaceChildren(
    make("caption", { className: "unseen", textContent: "Words of each speaker in each chapter" }), ...rows);
}

// --- the cast ---

function showCast() {
  const open = new Set([...document.querySelectorAll(".voice[open]")].map((each) => each.dataset.name));
  const everybody = [{ name: NARRATOR, ...book.narrator }, ...book.characters];
  const touched = new Map([...document.querySelectorAll(".voice")].filter((each) => each.querySelector("[data-touched]"))
    .map((each) => [each.dataset.name, each])); // what somebody is setting just now stays
  $("cast").replaceChildren(...everybody.map((person) =>
    touched.get(person.name) ?? voiceOf(person, open.has(person.name))));
}

function voiceOf(person, open) {
  const box = make("details", { className: "voice", open });
  box.dataset.name = person.name;
  box.style.setProperty("--who", colourOf(person.name));
  const told = `${person.lines} lines, ${person.words} words${person.aliases?.length ? `; also ${person.aliases.join(", ")}` : ""}`;
  box.append(make("summary", {}, make("strong", { textContent: person.name }), make("small", { textContent: told })));
  const settings = { voice: person.voice.voice, rate: person.voice.rate, pitch: person.voice.pitch, gain: person.voice.gain };
  if (!desk) {
    box.append(make("p", { textContent: `${settings.voice}, ${settings.rate} words a minute, ${settings.pitch} semitones` }));
    return box;
  }
  const fields = {};
  const units = { rate: "Rate (words a minute)", pitch: "Pitch (semitones)", gain: "Gain (dB)" };
  fields.voice = make("input", { value: settings.voice });
  fields.voice.setAttribute("list", "voice-names");
  fields.voice.onfocus = loadVoices;
  box.append(make("label", {}, "Voice", fields.voice));
  for (const [name, unit] of Object.entries(units)) {
    fields[name] = make("input", { type: "number", step: name === "rate" ? 5 : 0.5, value: settings[name] });
    box.append(make("label", {}, unit, fields[name]));
  }
  for (const field of Object.values(fields)) field.oninput = () => (field.dataset.touched = "yes");
  const changed = () => Object.fromEntries(Object.entries(fields).filter(([, field]) => field.dataset.touched)
    .map(([name, field]) => [name, name === "voice" ? field.value.trim() : Number(field.value)]));
  const listen = make("button", { type: "button", textContent: "Audition" });
  listen.onclick = () => audition(person.name, changed(), listen);
  const save = make("button", { type: "button", textContent: "Save" });
  save.onclick = () => {
    const asked = changed();
    for (const field of Object.values(fields)) delete field.dataset.touched;
    change("voice", { name: person.name, settings: asked }, `${person.name} has another voice.`);
  };
  box.append(make("div", { className: "row" }, listen, save));
  if (person.name !== NARRATOR) {
    const others = make("select", { ariaLabel: `${person.name} is the same person as` });
    others.append(make("option", { value: "", textContent: "Same person as …" }),
      ...book.characters.filter((other) => other.name !== person.name)
        .map((other) => make("option", { value: other.name, textContent: other.name })));
    others.onchange = () => others.value &&
      change("merge", { name: person.name, into: others.value }, `${person.name} is ${others.value}.`);
    box.append(make("div", { className: "row" }, others));
  }
  return box;
}

async function loadVoices() {
  if (voices) return;
  voices = await load("voices").catch(() => []);
  const list = make("datalist", { id: "voice-names" });
  list.append(...voices.map((each) =>
    make("option", { value: each.name, label: [each.language, each.gender, each.age].join(", ") })));
  document.body.append(list);
}

const auditioned = new Audio();
async function audition(name, settings, button) {
  button.disabled = true;
  try {
    const response = await post("audition", { name, settings });
    if (!response.ok) await answer(response);
    $("audio").pause();
    auditioned.src = URL.createObjectURL(await response.blob());
    await auditioned.play();
  } catch (error) {
    report(error);
  }
  button.disabled = false;
}

// --- a chapter ---

async function openChapter(number) {
  const same = chapter?.index === number;
  const asked = ++askedFor.chapter;
  const told = await load(`chapter/${number}`);
  if (asked !== askedFor.chapter) return;
  const sound = told.audio !== chapter?.audio || !same;
  const reading = $("text").contains(document.activeElement); // the element in focus goes: another takes it
  const writing = $("line").contains(document.activeElement); // what somebody is typing stays
  chapter = told;
  $("chapters").value = number;
  $("before").disabled = number === 0;
  $("after").disabled = number + 1 >= book.chapters.length;
  showText();
  if (!same) {
    chosen = null;
    $("line").hidden = true;
    document.querySelector(".line")?.setAttribute("tabindex", "0");
  } else if (chosen !== null) choose(chosen, { focus: reading, scroll: false, fields: !writing });
  if (sound) await openSound();
  else drawWave();
}

function showText() {
  const blocks = [];
  let block = null;
  let paragraph = null;
  for (const line of chapter.lines) {
    if (line.p !== paragraph) {
      if (line.scene) blocks.push(make("hr"));
      block = make(line.heading ? "h3" : "p");
      blocks.push(block);
      paragraph = line.p;
    } else if (!line.glued) block.append(" ");
    block.append(lineElement(line));
  }
  $("text").replaceChildren(...blocks);
}

function lineElement(line) {
  const spoken = line.speaker !== NARRATOR;
  const element = make("span", { className: "line", tabIndex: -1 });
  element.dataset.i = line.i;
  element.setAttribute("role", "button");
  element.classList.toggle("spoken", spoken);
  element.classList.toggle("thought", line.kind === "thought");
  element.classList.toggle("unsure", Boolean(line.unsure));
  element.classList.toggle("stale", Boolean(line.stale));
  element.style.setProperty("--who", colourOf(line.speaker));
  if (spoken || line.unsure) {
    const manner = [...(line.kind === "thought" ? ["thought"] : []), ...(line.delivery ?? [])];
    element.append(make("span", { className: "tag", textContent: [line.speaker, ...manner].join(", ") }));
  }
  element.append(line.text);
  return element;
}

const lineAt = (number) => chapter.lines[number - chapter.lines[0].i];
const elementOf = (number) => document.querySelector(`.line[data-i="${number}"]`);

function choose(number, { focus = true, scroll = true, fields = true } = {}) {
  const line = lineAt(number);
  if (!line) return;
  for (const each of document.querySelectorAll(".line.chosen, .line[tabindex='0']")) {
    each.classList.remove("chosen");
    each.setAttribute("tabindex", "-1");
  }
  chosen = number;
  const element = elementOf(number);
  element.classList.add("chosen");
  element.setAttribute("tabindex", "0");
  if (focus) element.focus({ preventScroll: true });
  if (scroll) element.scrollIntoView({ block: "nearest" });
  if (desk && fields) showLine(line);
}

async function goTo(number, inChapter, hear = false) {
  try {
    if (chapter?.index !== inChapter) await openChapter(inChapter);
    choose(number);
    if (hear) hearLine();
  } catch (error) {
    report(error);
  }
}

// --- the chosen line ---

function showLine(line) {
  $("line").hidden = false;
  $("line-reason").textContent = line.unsure
    ? `Unsure (${Math.round(100 * line.confidence)} %)${line.reason ? `: ${line.reason}` : ""}`
    : line.stale ? "Changed since it was recorded." : "";
  $("speaker").value = line.speaker;
  $("kind").value = line.kind === "thought" ? "thought" : "speech";
  const has = new Set(line.delivery ?? []);
  const boxes = book.deliveries.filter((name) => name !== "thought").map((name) => {
    const box = make("input", { type: "checkbox", value: name, checked: has.has(name) });
    return make("label", {}, box, ` ${name}`);
  });
  $("deliveries").replaceChildren(make("legend", { textContent: "Said" }), ...boxes);
  $("quick").replaceChildren(...likely(line).map((name, at) => {
    const button = make("button", { type: "button" }, make("kbd", { textContent: (at + 1) % 10 }), ` ${name}`);
    button.style.setProperty("--who", colourOf(name));
    button.onclick = () => retag({ speaker: name });
    return button;
  }), (() => {
    const button = make("button", { type: "button" }, make("kbd", { textContent: "0" }), " narrator");
    button.onclick = () => retag({ speaker: NARRATOR });
    return button;
  })());
}

/** Who may well say a line: whoever speaks near it, the nearest first. */
function likely(line) {
  const near = chapter.lines
    .filter((each) => each.speaker !== NARRATOR)
    .sort((a, b) => Math.abs(a.i - line.i) - Math.abs(b.i - line.i));
  const names = near.map((each) => each.speaker);
  if (line.speaker !== NARRATOR) names.unshift(line.speaker);
  return [...new Set([...names, ...book.characters.map((each) => each.name)])].slice(0, 9);
}

async function retag(changes) {
  const line = lineAt(chosen);
  if (!line) return;
  await change("line", { i: line.i, text: line.text, ...changes }, `${changes.speaker ?? line.speaker}.`);
}

async function change(name, content, done) {
  $("recorded").textContent = "";
  busy += 1;
  try {
    await answer(await post(name, content));
    say(done);
  } catch (error) {
    report(error);
  }
  await reopen().catch(report);
  busy -= 1;
}

async function reopen() {
  await openBook();
  await openChapter(Math.min(chapter.index, book.chapters.length - 1));
}

// --- sound ---

async function openSound() {
  const audio = $("audio");
  audio.pause();
  const there = chapter.audio !== null;
  for (const id of ["wave", "play", "seek", "clock"]) $(id).hidden = !there;
  $("silent").hidden = there;
  peaks = new Uint8Array(0);
  if (!there) return;
  audio.src = desk ? `audio/${chapter.index}?${chapter.audio}` : chapter.file;
  audio.playbackRate = Number($("speed").value);
  $("seek").max = chapter.seconds || 1;
  $("seek").value = 0;
  drawWave();
  const number = chapter.index;
  const loaded = await loadPeaks(number);
  if (chapter.index === number) peaks = loaded;
  drawWave();
}

function hearLine() {
  const line = lineAt(chosen);
  if (line?.start === undefined) {
    say("This line is not recorded yet.");
    return;
  }
  playingUntil = line.end;
  $("audio").currentTime = line.start;
  $("audio").play().catch(report);
}

function playOrPause() {
  playingUntil = Infinity;
  const audio = $("audio");
  if (chapter.audio === null) return;
  if (audio.paused) audio.play().catch(report);
  else audio.pause();
}

function follow() {
  const audio = $("audio");
  const now = audio.currentTime;
  if (now >= playingUntil) {
    audio.pause();
    playingUntil = Infinity;
  }
  $("seek").value = now;
  $("seek").setAttribute("aria-valuetext", clock(now));
  $("clock").textContent = `${clock(now)} / ${clock(audio.duration || chapter.seconds)}`;
  const line = chapter.lines.find((each) => each.start <= now && now < each.end);
  for (const each of document.querySelectorAll(".line.playing")) each.classList.remove("playing");
  if (line) {
    const element = elementOf(line.i);
    element.classList.add("playing");
    if (!audio.paused && playingUntil === Infinity) element.scrollIntoView({ block: "nearest" });
  }
  drawWave();
  if (!audio.paused) requestAnimationFrame(follow);
}

function drawWave() {
  const canvas = $("wave");
  const width = canvas.clientWidth;
  if (!chapter || !width) return;
  const scale = window.devicePixelRatio || 1;
  canvas.width = width * scale;
  canvas.height = 92 * scale;
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--c${colours.get(name) ?? 0}`);
  const now = $("audio").currentTime || 0;
  const start = Math.max(0, Math.min(now - WINDOW / 3, (chapter.seconds || 0) - WINDOW));
  const x = (seconds) => ((seconds - start) / WINDOW) * width;
  const whose = chapter.lines.filter((line) => line.end > start && line.start < start + WINDOW);
  pen.font = "12px system-ui, sans-serif";
  let free = 0;
  for (const line of whose) {
    const left = Math.max(0, x(line.start));
    pen.fillStyle = colour(line.speaker);
    pen.fillRect(left, 16, Math.max(1, x(line.end) - left), 4);
    if (line.speaker !== NARRATOR && left >= free) {
      pen.fillText(line.speaker, left, 12);
      free = left + pen.measureText(line.speaker).width + 8;
    }
    const from = Math.max(0, Math.floor(Math.max(line.start, start) * 50));
    const to = Math.min(peaks.length, Math.ceil(line.end * 50));
    for (let at = from; at < to; at++) {
      const height = (peaks[at] / 255) * 62 + 0.5;
      pen.fillRect(x(at / 50), 58 - height / 2, Math.max(0.8, width / WINDOW / 50 - 0.4), height);
    }
  }
  pen.fillStyle = style.getPropertyValue("--ink");
  pen.fillRect(x(now), 14, 2, 78);
}

// --- recording ---

async function askPickups() {
  try {
    const told = await load("pickups");
    $("record").disabled = !(told.lines || told.chapters);
    $("record").textContent = told.lines
      ? `Record ${told.lines} ${told.lines === 1 ? "line" : "lines"}`
      : told.chapters ? `Mix ${told.chapters} ${told.chapters === 1 ? "chapter" : "chapters"}` : "Nothing to record";
  } catch (error) {
    report(error);
  }
}

async function record() {
  try {
    await answer(await post("record", {}));
    $("record").disabled = true;
    $("progress").hidden = false;
    busy += 1;
    await watchRecording();
    busy -= 1;
  } catch (error) {
    report(error);
  }
}

async function watchRecording() {
  for (;;) {
    const state = await load("recording");
    $("progress").value = state.done / state.total;
    $("record").textContent = state.running ? `${state.stage} …` : "Recorded";
    if (!state.running) {
      $("progress").hidden = true;
      $("recorded").textContent = state.message;
      if (state.failed) say(state.message, true);
      await reopen();
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/** Somebody may change the files in a text editor meanwhile. */
async function watchFiles() {
  if (document.visibilityState !== "visible" || busy) return;
  const state = await load("revision").catch(() => null);
  if (state && book && !busy && state.revision !== book.revision) {
    await reopen();
    say("The files were changed; this is how they stand now.");
  }
}

// --- what people do ---

function step(by) {
  const first = chapter.lines[0].i;
  const next = chosen === null ? first : chosen + by;
  if (lineAt(next)) choose(next);
}

function nextUnsure(by) {
  const here = chapter.lines.filter((line) => line.unsure && (by > 0 ? line.i > (chosen ?? -1) : line.i < (chosen ?? Infinity)));
  if (here.length) choose((by > 0 ? here[0] : here[here.length - 1]).i);
  else {
    const others = book.chapters.map((each, at) => at).filter((at) => book.chapters[at].unsure && (by > 0 ? at > chapter.index : at < chapter.index));
    const next = by > 0 ? others[0] : others[others.length - 1];
    if (next === undefined) say("No more lines to check this way.");
    else openChapter(next).then(() => nextUnsure(by)).catch(report);
  }
}

const KEYS = {
  ArrowDown: () => step(1), j: () => step(1), ArrowUp: () => step(-1), k: () => step(-1),
  n: () => nextUnsure(1), p: () => nextUnsure(-1), Enter: () => chosen !== null && hearLine(), " ": playOrPause,
  "?": () => $("help").showModal(),
};
const DESK_KEYS = {
  u: () => change("undo", {}, "Undone."),
  r: () => !$("record").disabled && record(),
  s: () => $("speaker").focus(),
  c: () => chosen !== null && retag({}),
  t: () => chosen !== null && retag({ kind: lineAt(chosen).kind === "thought" ? "speech" : "thought" }),
  0: () => chosen !== null && retag({ speaker: NARRATOR }),
};

document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
  if (target.matches("input, select, textarea, summary") || (target.matches("button") && [" ", "Enter"].includes(event.key))) return;
  const speakers = chosen !== null && /^[1-9]$/.test(event.key) ? likely(lineAt(chosen)) : [];
  const speaker = speakers[Number(event.key) - 1];
  const act = KEYS[event.key] ?? (desk && (DESK_KEYS[event.key] ?? (speaker && (() => retag({ speaker })))));
  if (!act) return;
  event.preventDefault();
  act();
});

$("text").addEventListener("click", (event) => {
  const element = event.target.closest(".line");
  if (!element) return;
  choose(Number(element.dataset.i), { scroll: false });
  hearLine();
});
$("chapters").onchange = () => openChapter(Number($("chapters").value)).catch(report);
$("before").onclick = () => openChapter(chapter.index - 1).catch(report);
$("after").onclick = () => openChapter(chapter.index + 1).catch(report);
$("play").onclick = playOrPause;
$("audio").onplay = () => { $("play").textContent = "Pause"; auditioned.pause(); requestAnimationFrame(follow); };
$("audio").onpause = () => { $("play").textContent = "Play"; };
$("audio").ontimeupdate = follow;
$("audio").onseeked = follow;
$("seek").oninput = () => { playingUntil = Infinity; $("audio").currentTime = Number($("seek").value); };
$("speed").onchange = () => { $("audio").playbackRate = Number($("speed").value); };
$("wave").onclick = (event) => {
  const now = $("audio").currentTime || 0;
  const start = Math.max(0, Math.min(now - WINDOW / 3, (chapter.seconds || 0) - WINDOW));
  playingUntil = Infinity;
  $("audio").currentTime = start + (event.offsetX / $("wave").clientWidth) * WINDOW;
};
$("line-form").onsubmit = (event) => {
  event.preventDefault();
  const delivery = [...document.querySelectorAll("#deliveries input:checked")].map((box) => box.value);
  elementOf(chosen)?.focus({ preventScroll: true });
  retag({ speaker: $("speaker").value, kind: $("kind").value, delivery });
};
$("hear").onclick = hearLine;
$("undo").onclick = DESK_KEYS.u;
$("record").onclick = record;
$("help-open").onclick = () => $("help").showModal();
window.addEventListener("resize", drawWave);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawWave);

const tabs = [...document.querySelectorAll("[role='tab']")];
function openTab(tab) {
  for (const each of tabs) {
    each.setAttribute("aria-selected", String(each === tab));
    each.tabIndex = each === tab ? 0 : -1;
    $(each.getAttribute("aria-controls")).hidden = each !== tab;
  }
}
for (const tab of tabs) {
  tab.onclick = () => openTab(tab);
  tab.onkeydown = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.stopPropagation();
    const next = tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length];
    openTab(next);
    next.focus();
  };
}

openBook().then(() => openChapter(0)).then(() => desk && setInterval(watchFiles, 3000)).catch(report);
