// Moves the screens of a meeting: alone in a file, led by the presenter, or following over server-sent events.
"use strict";
(() => {
  const config = JSON.parse(document.getElementById("config").textContent);
  const root = document.documentElement;
  const stage = document.querySelector(".stage");
  const mode = config.mode;
  const leads = mode === "stage" || mode === "presenter";
  const usual = { version: 0, release: config.release, screen: null, spot: null, blank: false, playing: Boolean(config.playing), ended: false, ink: [], elapsed: 0 };
  const now = () => performance.now() / 1000;
  let slides = [];
  let state = { ...usual, ...config.state };
  let remote = null;          // what the presenter shows, while we look around
  let pending = null;         // moves that the server has not taken yet
  let toldAt = now();         // when we were last told the meeting's state, by our own clock
  let since = 0;              // the moment from which this screen's time counts, by our own clock
  let release = config.asked; // the release that the screens here were fetched for
  let place = 0;              // where we are; an unknown screen leaves us there
  let line = "";              // what is said beside the screens
  let source = null;          // the server's events, and when we last heard anything from it
  let heard = 0;
  let flowing = false;        // whether events arrive
  let askedAt = -Infinity;    // when the server last told its state because it was asked
  let lost = 0;
  let sending = false;
  let fetching = false;
  let digits = "";
  let digitsTimer = 0;
  let finish = null;
  let tool = null;            // "pointer" or "pen", while the presenter holds one
  let stroke = null;          // the stroke that is being drawn
  let pointing = false;       // whether a pointer's place is on its way to the server

  const seconds = (slide) => Number(slide.dataset.seconds) || 60;
  const later = (act, most) => window.setTimeout(act, 1000 * most * (0.5 + Math.random() / 2));

  function index() {
    const found = slides.findIndex((slide) => slide.dataset.code === state.screen);
    place = found < 0 ? Math.min(place, slides.length - 1) : found;
    return place;
  }

  function say(words) {
    line = words;
    document.querySelector(".calm").textContent = line || (state.ended && mode !== "presenter" ? config.words.ended : "");
  }

  function collect() {
    slides = [...stage.querySelectorAll(".slide")];
  }

  function show() {
    const current = slides[index()];
    document.querySelector(".hover").hidden = true;
    for (const slide of slides) slide.classList.toggle("shown", slide === current);
    root.classList.toggle("blank", state.blank);
    root.classList.toggle("playing", state.playing);
    drawInk();
    say(line);
    if (mode === "file") window.history.replaceState(null, "", `#${encodeURIComponent(current.dataset.code)}`);
    const lit = state.spot;
    const here = lit && current.querySelector(`[data-unit="${CSS.escape(lit)}"]`);
    stage.classList.toggle("spotlit", Boolean(here));
    for (const marked of stage.querySelectorAll("[data-unit]")) marked.classList.toggle("lit", marked.dataset.unit === lit);
    document.dispatchEvent(new CustomEvent("shown", { detail: { state, current, following: slides[index() + 1] || null, passed: now() - since, told: toldAt } }));
  }

  // --- what is moved here -------------------------------------------------------------------------------------
  function move(changes) {
    if (mode === "preview") return;
    if (mode === "follow" && !remote) leave();
    if ("screen" in changes || ("playing" in changes && changes.playing !== state.playing)) since = now();
    if ("screen" in changes) line = "";
    if ("screen" in changes && changes.screen !== state.screen && state.ink.length) changes = { ink: [], ...changes };
    state = { ...state, ...changes };
    show();
    if (!leads) return;
    pending = { ...pending, ...changes };
    if (!("expect" in changes)) delete pending.expect;
    send();
  }

  function to(wanted) {
    const slide = slides[Math.max(0, Math.min(slides.length - 1, wanted))];
    if (state.ended && slide === slides[index()]) return;   // a stray press after the end begins nothing anew
    move({ screen: slide.dataset.code, blank: false, ended: false, ...(state.playing ? { playing: false } : {}) });
  }

  function spotlight(code) {
    move({ spot: code === state.spot ? null : code });
  }

  function turn() {
    const slide = slides[index()];
    const left = seconds(slide) - (now() - since);
    const bar = document.querySelector(".time");
    bar.style.transform = `scaleX(${Math.max(0, Math.min(1, 1 - left / seconds(slide)))})`;
    const turner = mode === "file" || leads;
    if (!turner || !state.playing || state.ended || left > 0 || pending) return;
    if (place + 1 >= slides.length) move({ playing: false });
    else move({ screen: slides[place + 1].dataset.code, expect: state.version });
  }

  // A number that may go on, such as 1 of 15 screens, waits for its next digit; Enter says that it is whole.
  function typed(digit, shifted) {
    digits += digit;
    const most = shifted ? config.units.length : slides.length;
    window.clearTimeout(digitsTimer);
    finish = () => called(Number(digits), shifted);
    if (Number(digits) * 10 > most || digits === "0") finish();
    else digitsTimer = window.setTimeout(finish, 600);
  }

  function called(number, shifted) {
    window.clearTimeout(digitsTimer);
    digits = "";
    if (shifted && number === 0) move({ spot: null });
    else if (shifted && number <= config.units.length) spotlight(config.units[number - 1]);
    else if (!shifted && number >= 1 && number <= slides.length) to(number - 1);
  }

  function escape() {
    if (state.blank) move({ blank: false });
    else if (state.spot) move({ spot: null });
    else if (tool) pick(null);
    else if (!state.ended) askToEnd();
  }

  // Whoever ends the meeting is asked once, so that a stray key ends nothing.
  function askToEnd() {
    const asking = document.querySelector(".asking");
    if (asking) asking.showModal();
    else move({ ended: true, playing: false });
  }

  function answered(event) {
    if (event.target.returnValue === "end") move({ ended: true, playing: false });
    event.target.returnValue = "";
  }

  function fullscreen() {
    const asked = document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen();
    asked.catch(() => {});
  }

  const keys = {
    ArrowRight: () => to(index() + 1), ArrowDown: () => to(index() + 1), PageDown: () => to(index() + 1), Enter: () => (digits ? finish() : to(index() + 1)),
    ArrowLeft: () => to(index() - 1), ArrowUp: () => to(index() - 1), PageUp: () => to(index() - 1), Backspace: () => to(index() - 1),
    Home: () => to(0), End: () => to(slides.length - 1),
    " ": () => move({ playing: !state.playing, ended: false }), f: fullscreen, b: () => move({ blank: !state.blank }), ".": () => move({ blank: !state.blank }),
    Escape: escape, l: () => pick("pointer"), p: () => pick("pen"), e: () => move({ ink: [] }),
  };

  // Where the notes have the keyboard, the keys that scroll them do, and move no audience.
  function scrolls({ target, key }) {
    const notes = target.closest && target.closest(".notes");
    return notes && notes.scrollHeight > notes.clientHeight && ["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"].includes(key);
  }

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || mode === "preview") return;
    const asking = document.querySelector(".asking[open]");
    if (asking && (event.key === "PageDown" || event.key === "PageUp")) asking.close();   // the keys of a remote control
    else if (event.target.closest && event.target.closest("textarea, dialog[open]")) return;
    if (event.target.closest && event.target.closest("button, summary") && (event.key === " " || event.key === "Enter")) return;
    if (scrolls(event)) return;
    const digit = /^Digit([0-9])$/.exec(event.code) || /^([0-9])$/.exec(event.key);
    const act = digit ? () => typed(digit[1], event.shiftKey) : keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  // --- what the server knows ------------------------------------------------------------------------------------
  const address = (tail) => `${config.root}/${config.meeting}/${tail}`;

  function post(tail, body) {
    return fetch(address(tail), { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), credentials: "same-origin", signal: AbortSignal.timeout(5000) });
  }

  async function send() {
    if (sending) return;      // one move at a time, so that none overtakes another
    sending = true;
    const sent = pending;
    try {
      const answer = await post("move", sent);
      if (answer.status >= 500) throw new Error(String(answer.status));
      const told = answer.ok ? await answer.json() : null;
      sending = false;
      if (pending !== sent) { send(); return; }
      pending = null;
      if (told) adopt(told); else say(config.words.refused);
    } catch {
      sending = false;
      window.setTimeout(() => { if (pending) send(); }, 1000);
    }
  }

  function adopt(told) {
    if (pending || (told.version < state.version && !remote)) return;
    if (remote) { remote = told; return; }
    if (told.version > state.version) line = "";
    state = { ...state, ...told };
    toldAt = now();
    since = toldAt - told.elapsed;
    if (state.release !== release) later(renew, mode === "follow" ? 4 : 0);
    show();
  }

  // The screens of another release take the place of these at once; where they cannot be had, these stay.
  async function renew() {
    if (fetching || state.release === release && config.asked === config.release) return;
    fetching = true;
    try {
      const answer = await fetch(window.location.href, { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(15000) });
      if (!answer.ok) throw new Error(String(answer.status));
      replace(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch { /* tried again below */ }
    fetching = false;
    if (state.release !== release) later(renew, 5);
    else if (config.asked !== config.release) later(renew, 120);
  }

  function replace(page) {
    const fresh = JSON.parse(page.getElementById("config").textContent);
    stage.querySelector(".deck").replaceWith(document.adoptNode(page.querySelector(".stage .deck")));
    for (const part of [".desk .notes", ".desk .agenda", ".desk .units"]) {
      const here = document.querySelector(part);
      if (here) here.replaceWith(document.adoptNode(page.querySelector(part)));
    }
    release = fresh.asked;
    Object.assign(config, { asked: fresh.asked, release: fresh.release, units: fresh.units });
    line = page.querySelector(".calm").textContent;
    collect();
    show();
  }

  // All tabs of this browser share one stream. Where it has no shared workers, this tab has its own.
  const worker = config.meeting && window.SharedWorker ? new SharedWorker(config.worker, { name: `${config.meeting} ${leads}` }) : null;
  if (worker) worker.port.onmessage = ({ data }) => received(data.kind, data.data, data);

  function follow(again) {
    heard = now();
    flowing = false;
    if (worker) { worker.port.postMessage({ address: new URL(address("events"), window.location.href).href, again }); return; }
    if (source) source.close();
    if (!window.EventSource) return;
    source = new EventSource(address("events"));
    source.onopen = () => received("open");
    source.onmessage = (event) => received("state", event.data);
    for (const kind of ["alive", "pointer"]) source.addEventListener(kind, (event) => received(kind, event.data));
    source.onerror = () => received("error", null, { closed: source.readyState === EventSource.CLOSED });
  }

  function received(kind, data, { age = 0, closed = false } = {}) {
    if (kind === "error") {
      flowing = false;
      if (mode === "presenter" && now() - askedAt > 10) { window.clearTimeout(lost); lost = window.setTimeout(unreached, 1500); }
      if (closed) later(() => follow(), 4);
      return;
    }
    heard = now();
    if (kind !== "open") flowing = true;
    if (kind === "open") {
      reached();
    } else if (kind === "state") {
      const told = JSON.parse(data);
      if (told.running !== null) { told.elapsed += age; told.running += age; }
      adopt(told);
    } else if (kind === "pointer" && tool !== "pointer") point(JSON.parse(data));
  }

  function unreached() {
    say(config.words.lost);
  }

  function reached() {
    window.clearTimeout(lost);
    if (line === config.words.lost) say("");
    if (pending) send();
  }

  // While no events arrive, as behind a proxy that holds them back, this tab asks for the state every few seconds.
  async function ask() {
    try {
      if (flowing) return;
      const answer = await fetch(address("state"), { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(5000) });
      if (!answer.ok || flowing) return;
      askedAt = now();
      adopt(await answer.json());
      reached();
    } catch { /* asked again */ } finally { later(ask, 5); }
  }

  // A connection may die without a word: the server says every so often that it is alive.
  function listen() {
    if (now() - heard > config.silence) follow(true);
  }

  function leave() {
    remote = { ...state, elapsed: 0 };
    show();
    buttons();
  }

  function back() {
    const told = remote;
    remote = null;
    state = { ...state, version: 0 };
    adopt(told);
    buttons();
  }

  function buttons() {
    document.querySelector(".leave").hidden = mode !== "follow" || Boolean(remote);
    document.querySelector(".back").hidden = !remote;
  }

  // --- pointer and pen of the presenter, on a canvas of 1600 × 900 that lies over the screen -------------------------
  const ink = document.querySelector(".ink");
  const dot = ink.querySelector(".pointer");

  function pick(wanted) {
    if (!leads && mode !== "file") return;
    if (tool === "pointer") pointTo(null);
    tool = wanted === tool ? null : wanted;
    root.classList.toggle("drawing", Boolean(tool));
    document.dispatchEvent(new CustomEvent("picked", { detail: tool }));
  }

  function place_of(event) {
    const box = ink.getBoundingClientRect();
    const part = (value, start, length, most) => Math.round(Math.max(0, Math.min(1, (value - start) / length)) * most);
    return [part(event.clientX, box.left, box.width, 1600), part(event.clientY, box.top, box.height, 900)];
  }

  function drawInk() {
    const strokes = stroke ? [...state.ink, stroke] : state.ink;
    const drawn = strokes.map((points) => {
      const line = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
      line.setAttribute("points", points.join(" "));
      return line;
    });
    ink.querySelector("g").replaceChildren(...drawn);
  }

  function point(at) {
    dot.classList.toggle("shown", Boolean(at));
    if (at) { dot.setAttribute("cx", at[0]); dot.setAttribute("cy", at[1]); }
  }

  // One place at a time is on its way, and then the latest, so that a slow network draws the pointer late, not long.
  let latest = null;
  async function pointTo(at) {
    point(at);
    latest = at;
    if (!leads || pointing) return;
    pointing = true;
    let sent;
    do {
      sent = latest;
      try { await post("pointer", { at: sent }); } catch { /* the next one will do */ }
      await new Promise((done) => window.setTimeout(done, 60));
    } while (latest !== sent);
    pointing = false;
  }

  // A point every 12 steps or more is as smooth as a hand, and a screen holds as many strokes as anybody draws.
  function drawTo(event) {
    const [x, y] = place_of(event), [lastX, lastY] = stroke.slice(-2);
    if (Math.hypot(x - lastX, y - lastY) < 12) return;
    stroke.push(x, y);
    drawInk();
  }

  function endStroke() {
    const strokes = [...state.ink, stroke];
    stroke = null;
    while (strokes.flat().length > 2000) strokes.shift();
    move({ ink: strokes });
  }

  function drawing(event) {
    if (!tool || !event.target.closest(".ink")) { if (stroke) endStroke(); return; }
    if (tool === "pointer") pointTo(event.type === "pointerleave" ? null : place_of(event));
    else if (event.type === "pointerdown") { ink.setPointerCapture(event.pointerId); stroke = [...place_of(event)]; }
    else if (stroke && event.type === "pointermove") drawTo(event);
    else if (stroke && event.type !== "pointermove") endStroke();
  }

  // --- pointer: spotlight, hover, swipes, a pause at a touch -----------------------------------------------------
  function clicked(event) {
    if (tool) return;
    const marked = event.target.closest("[data-unit]");
    if (marked && mode !== "preview") spotlight(marked.dataset.unit);
    else if (state.spot && event.target.closest(".stage")) move({ spot: null });
  }

  function hovered(event) {
    const marked = event.target.closest && event.target.closest("[data-hover]");
    const label = document.querySelector(".hover");
    label.hidden = !marked;
    root.classList.add("awake");
    window.clearTimeout(hovered.timer);
    hovered.timer = window.setTimeout(() => root.classList.remove("awake"), 2500);
    if (!marked) return;
    label.textContent = marked.dataset.hover;
    label.style.left = `${Math.min(event.clientX + 16, window.innerWidth - label.offsetWidth - 8)}px`;
    label.style.top = `${Math.min(event.clientY + 18, window.innerHeight - label.offsetHeight - 8)}px`;
  }

  let touch = null;
  function touched(event) {
    if (tool) return;
    if (event.type === "pointerdown") {
      if (state.playing && mode !== "follow" && mode !== "preview" && event.target.closest(".stage")) move({ playing: false });
      touch = event.pointerType === "touch" ? event : null;
      return;
    }
    if (!touch) return;
    const across = event.clientX - touch.clientX;
    if (Math.abs(across) > 60 && Math.abs(across) > 2 * Math.abs(event.clientY - touch.clientY)) to(index() + (across < 0 ? 1 : -1));
    touch = null;
  }

  collect();
  since = now() - state.elapsed;
  line = document.querySelector(".calm").textContent;
  if (mode === "file") state.screen = decodeURIComponent(window.location.hash.slice(1)) || state.screen;
  if (config.looking && slides.some((slide) => slide.dataset.code === config.looking)) {
    remote = { ...state };
    state = { ...state, screen: config.looking };
  }
  show();
  buttons();
  document.addEventListener("keydown", pressed);
  for (const kind of ["pointerdown", "pointermove", "pointerup", "pointercancel"]) document.addEventListener(kind, drawing);
  ink.addEventListener("pointerleave", drawing);
  for (const asking of document.querySelectorAll(".asking")) asking.addEventListener("close", answered);
  document.addEventListener("click", clicked);
  document.addEventListener("pointermove", hovered);
  document.addEventListener("pointerdown", touched);
  document.addEventListener("pointerup", touched);
  document.querySelector(".leave").addEventListener("click", leave);
  document.querySelector(".back").addEventListener("click", back);
  window.setInterval(turn, 200);
  if (config.meeting) {
    follow();
    window.setInterval(listen, 1000);
    later(ask, 5);
    window.addEventListener("online", () => follow(true));
    window.addEventListener("pagehide", () => { if (worker) worker.port.postMessage({ leaves: true }); });
    window.addEventListener("pageshow", (event) => { if (event.persisted) follow(); });
    if (config.asked !== config.release) later(renew, 120);
  }
  window.meeting = { move, show, to, index, spotlight, askToEnd, pick, post, reached, unreached, state: () => state, slides: () => slides, address, config };
})();
