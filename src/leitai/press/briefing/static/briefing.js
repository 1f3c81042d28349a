"use strict";
/* Runs the scenes by the clock that was written when the page was made; captions, numbers and order are all in the page. */
(() => {
  const root = document.documentElement;
  const scenes = JSON.parse(document.getElementById("data").textContent).scenes;
  const said = document.getElementById("said");
  const passed = document.getElementById("passed");
  const count = document.getElementById("count");
  const button = (act) => document.querySelector(`[data-act="${act}"]`);
  let scene = 0, cue = 0, timer = 0, running = false;

  const film = () => document.querySelector(`#${CSS.escape(scenes[scene].id)} video`);

  function show() {
    const one = scenes[scene];
    document.querySelectorAll(".scene").forEach((part) => part.classList.toggle("on", part.id === one.id));
    said.textContent = one.cues[cue]?.say ?? "";
    passed.value = (scene + (one.cues.length ? cue / one.cues.length : 0)) / scenes.length;
    count.textContent = `${scene + 1} / ${scenes.length}`;
    history.replaceState(null, "", `#${one.id}`);
  }

  function wait() {
    clearTimeout(timer);
    if (!running) return;
    const one = scenes[scene];
    const here = one.cues[cue]?.at ?? 0;
    const then = one.cues[cue + 1]?.at ?? one.length;
    timer = setTimeout(onward, then - here);
  }

  function onward() {
    if (cue + 1 < scenes[scene].cues.length) { cue += 1; show(); wait(); }
    else if (scene + 1 < scenes.length) go(scene + 1);
    else play(false);
  }

  function go(to) {
    film()?.pause();
    scene = Math.max(0, Math.min(to, scenes.length - 1));
    cue = 0;
    show();
    if (running) film()?.play().catch(() => {});
    wait();
  }

  function play(on) {
    running = on;
    button("play").setAttribute("aria-pressed", String(on));
    document.querySelector('[data-when="still"]').hidden = on;
    document.querySelector('[data-when="running"]').hidden = !on;
    if (on) film()?.play().catch(() => {}); else film()?.pause();
    wait();
  }

  const acts = {
    play: () => play(!running),
    next: () => go(scene + 1),
    back: () => go(scene - 1),
    text: () => button("text").setAttribute("aria-pressed", String(root.classList.toggle("texts"))),
    look: () => { root.dataset.look = root.dataset.look === "night" ? "day" : "night"; },
    full: () => { if (document.fullscreenElement) document.exitFullscreen(); else root.requestFullscreen?.(); },
  };
  const keys = { " ": "play", ArrowRight: "next", ArrowLeft: "back", t: "text", d: "look", f: "full" };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const own = event.target instanceof Element && event.target.closest("button, a, video");
    if (own && (event.key === " " || event.key === "Enter")) return;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act) { event.preventDefault(); acts[act](); }
  });
  document.getElementById("controls").addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act) acts[act]();
  });
  for (const source of document.querySelectorAll("video source")) {
    source.addEventListener("error", () => {
      source.parentElement.hidden = true;
      source.closest(".clip").querySelector(".absent").hidden = false;
    });
  }

  root.classList.add("live");
  document.getElementById("presenting").hidden = false;
  const start = scenes.findIndex((one) => one.id === decodeURIComponent(location.hash.slice(1)));
  go(Math.max(0, start));
})();
