// The presenter's view: the next screen, the notes of this one, clock and times, and buttons that move the audience.
"use strict";
(() => {
  const meeting = window.meeting;
  const words = meeting.config.words;
  const find = (name) => document.querySelector(name);
  const fill = (sentence, values) => sentence.replace(/{(\w+)}/g, (_, name) => values[name]);
  const time = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  let last = null;
  let newest = null;

  function shown(event) {
    const { state, current, following } = event.detail;
    last = { ...event.detail, at: performance.now() / 1000 - event.detail.passed, told: event.detail.told };
    const next = find(".next");
    next.replaceChildren();
    if (following) {
      const copy = following.cloneNode(true);
      copy.classList.add("shown");
      next.append(copy);
    }
    for (const note of document.querySelectorAll(".notes section")) note.hidden = note.dataset.for !== current.dataset.code;
    find(".jump").value = current.dataset.code;
    find("[data-do=pause]").textContent = state.playing ? words.playing : words.play;
    find("[data-do=blank]").setAttribute("aria-pressed", String(state.blank));
    find("[data-do=end]").textContent = state.ended ? words.resume : words.end;
    tellNewer();
    tick();
  }

  function tick() {
    if (!last) return;
    const passed = performance.now() / 1000 - last.at;
    const planned = Number(last.current.dataset.seconds);
    const total = meeting.slides().reduce((sum, slide) => sum + Number(slide.dataset.seconds), 0);
    find(".clock").textContent = new Date().toTimeString().slice(0, 5);
    find(".spent").textContent = planned ? fill(words.spent, { spent: time(passed), planned: time(planned) }) : time(passed);
    find(".spent").classList.toggle("over", planned > 0 && passed > planned);
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
      const answer = await fetch(meeting.address("status"), { credentials: "same-origin" });
      if (!answer.ok) return;
      const told = await answer.json();
      newest = told.newest;
      find(".followers").textContent = fill(words.followers, { count: told.followers });
      tellNewer();
    } catch { /* told again in a moment */ }
  }

  const does = {
    back: () => meeting.to(meeting.index() - 1),
    next: () => meeting.to(meeting.index() + 1),
    pause: () => meeting.move({ playing: !meeting.state().playing, ended: false }),
    blank: () => meeting.move({ blank: !meeting.state().blank }),
    end: () => meeting.move({ ended: !meeting.state().ended, playing: false }),
    newer: () => meeting.move({ release: newest }),
  };

  document.addEventListener("shown", shown);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) does[button.dataset.do]();
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches(".jump")) return;
    meeting.move({ screen: event.target.value, blank: false, ended: false });
    event.target.blur();
  });
  find(".newer").hidden = true;
  meeting.show();
  look();
  window.setInterval(look, 3000);
  window.setInterval(tick, 500);
})();
