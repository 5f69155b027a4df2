// The presenter's view: the next screen, the notes of this one, clock and times, and buttons that move the audience.
"use strict";
(() => {
  const meeting = window.meeting;
  const words = meeting.config.words;
  const find = (name) => document.querySelector(name);
  const fill = (sentence, values) => sentence.replace(/{(\w+)}/g, (_, name) => values[name]);
  const time = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  const unsaved = new Map();   // notes that the server has not taken yet, by the agenda's code
  let last = null;
  let newest = null;
  let saving = 0;

  function shown(event) {
    const { state, current, following } = event.detail;
    last = { ...event.detail, at: performance.now() / 1000 - event.detail.passed, told: event.detail.told };
    showNext(following);
    for (const note of document.querySelectorAll(".notes section")) note.hidden = note.dataset.for !== current.dataset.code;
    showInAgenda(current.dataset.code);
    for (const button of document.querySelectorAll("[data-spot]")) button.setAttribute("aria-pressed", String(button.dataset.spot === state.spot));
    find("[data-do=pause]").textContent = state.playing ? words.playing : words.play;
    find("[data-do=blank]").setAttribute("aria-pressed", String(state.blank));
    find("[data-do=end]").textContent = state.ended ? words.resume : words.end;
    tellNewer();
    tick();
  }

  // Only the list scrolls: on a telephone the page would be moved away from under a thumb.
  function showInAgenda(code) {
    const list = find(".agenda"), here = find(`[data-go="${CSS.escape(code)}"]`);
    for (const button of list.querySelectorAll("[aria-current]")) button.removeAttribute("aria-current");
    here.setAttribute("aria-current", "true");
    list.scrollTop = here.offsetTop - list.offsetTop - list.clientHeight / 2;
  }

  function showNext(following) {
    find(".then .label").textContent = following ? fill(words.next, { name: following.dataset.name }) : words.last;
    const copies = following ? [following.cloneNode(true)] : [];
    for (const copy of copies) copy.classList.add("shown");
    find(".next").replaceChildren(...copies);
  }

  function tick() {
    if (!last) return;
    const passed = performance.now() / 1000 - last.at;
    const planned = Number(last.current.dataset.seconds), over = planned > 0 && passed > planned;
    const total = meeting.slides().reduce((sum, slide) => sum + Number(slide.dataset.seconds), 0);
    const sentence = over ? words.over : words.left;
    const values = { left: time(Math.ceil(planned - passed)), over: time(passed - planned), planned: time(planned) };
    find(".clock").textContent = new Date().toTimeString().slice(0, 5);
    find(".left").textContent = planned ? fill(sentence, values) : "";
    find(".left").classList.toggle("over", over);
    find(".planned").textContent = fill(words.planned, { passed: time(passedInAll()), total: time(total) });
  }

  // The meeting's clock starts with the first move, and is the server's: a reload or another device changes nothing.
  function passedInAll() {
    const running = meeting.state().running;
    return running === null ? 0 : running + performance.now() / 1000 - last.told;
  }

  function tellNewer() {
    const showing = meeting.state().release;
    const line = find(".newer");
    line.hidden = !newest || newest <= showing;
    line.querySelector("span").textContent = newest ? fill(words.newer, { number: newest, shown: showing }) : "";
  }

  async function look() {
    try {
      const answer = await fetch(meeting.address("status"), { credentials: "same-origin", signal: AbortSignal.timeout(5000) });
      meeting.reached();
      if (!answer.ok) return;
      const told = await answer.json();
      newest = told.newest;
      find(".followers").textContent = fill(words.followers, { count: told.followers });
      tellNewer();
    } catch { meeting.unreached(); }
  }

  // Notes are saved a moment after the last letter, and again until the server has taken them.
  function noted(event) {
    const { item } = event.target.dataset;
    unsaved.set(item, event.target.value);
    for (const other of document.querySelectorAll(`textarea[data-item="${CSS.escape(item)}"]`)) other.value = event.target.value;
    saveSoon();
  }

  function saveSoon() {
    window.clearTimeout(saving);
    saving = window.setTimeout(save, 600);
    for (const line of document.querySelectorAll(".noted")) line.textContent = words.unnoted;
  }

  async function save() {
    for (const [code, notes] of unsaved) {
      try {
        const answer = await meeting.post("notes", { code, notes });
        if (answer.status < 500 && unsaved.get(code) === notes) unsaved.delete(code);
      } catch { /* tried again below */ }
    }
    if (unsaved.size) saveSoon();
    else for (const line of document.querySelectorAll(".noted")) line.textContent = words.noted;
  }

  const does = {
    back: () => meeting.to(meeting.index() - 1),
    next: () => meeting.to(meeting.index() + 1),
    pause: () => meeting.move({ playing: !meeting.state().playing, ended: false }),
    blank: () => meeting.move({ blank: !meeting.state().blank }),
    pointer: () => meeting.pick("pointer"),
    pen: () => meeting.pick("pen"),
    clear: () => meeting.move({ ink: [] }),
    end: () => (meeting.state().ended ? meeting.move({ ended: false }) : meeting.askToEnd()),
    newer: () => meeting.move({ release: newest }),
  };

  function clicked(event) {
    const button = event.target.closest(".desk button");
    if (!button) return;
    if (button.dataset.do) does[button.dataset.do]();
    else if (button.dataset.go) meeting.move({ screen: button.dataset.go, blank: false, ended: false });
    else meeting.spotlight(button.dataset.spot);
  }

  function picked(event) {
    for (const tool of ["pointer", "pen"]) find(`[data-do=${tool}]`).setAttribute("aria-pressed", String(event.detail === tool));
  }

  document.addEventListener("shown", shown);
  document.addEventListener("picked", picked);
  document.addEventListener("click", clicked);
  document.addEventListener("input", noted);
  window.addEventListener("pagehide", save);
  find(".newer").hidden = true;
  meeting.show();
  look();
  window.setInterval(look, 3000);
  window.setInterval(tick, 500);
})();
