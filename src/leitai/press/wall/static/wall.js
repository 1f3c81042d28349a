"use strict";
/* The operator's hand: which scene, which step of it. What is said, and every number, was written when the page was made;
   here rows are only uncovered and put in their places. A step depends on nothing but its number, so back is as safe as next. */
(() => {
  const root = document.documentElement;
  const scenes = JSON.parse(document.getElementById("data").textContent).scenes;
  const said = document.getElementById("said");
  const count = document.getElementById("count");
  const help = document.getElementById("help");
  const button = (act) => document.querySelector(`[data-act="${act}"]`);
  const ROWS = 9, SECONDS = 5;
  let scene = 0, step = 0, timer = 0;

  const rowsOf = (one) => [...document.querySelectorAll(`#${CSS.escape(one.id)} .row`)];

  function ranking(one, jump) {
    const placed = new Set(one.steps.slice(0, step + 1).flatMap((each) => each.placed));
    const rows = rowsOf(one);
    const final = rows.map((row) => row.dataset.row);
    const order = [...one.begin.filter((id) => !placed.has(id)), ...final.filter((id) => placed.has(id))];
    const now = new Set(one.steps[step].placed);
    const at = step === 0 ? 0 : one.steps[step].at;
    const done = step === one.steps.length - 1;
    const top = done ? 0 : Math.max(0, Math.min(at - ROWS + 3, order.length - ROWS));
    for (const row of rows) {
      const place = order.indexOf(row.dataset.row) - top;
      row.classList.toggle("still", jump);
      row.classList.toggle("placed", placed.has(row.dataset.row));
      row.classList.toggle("now", now.has(row.dataset.row) && step > 0);
      row.classList.toggle("away", place < 0 || place >= ROWS);
      row.style.setProperty("--at", String(Math.max(-1, Math.min(place, ROWS))));
    }
  }

  function paged(one) {
    const lines = document.querySelectorAll(`#${CSS.escape(one.id)} [data-line]`);
    const at = one.steps[step].at;
    lines.forEach((line, k) => line.classList.toggle("away", k < at || k >= at + ROWS));
  }

  function show(jump) {
    const one = scenes[scene];
    document.querySelectorAll(".scene").forEach((part) => part.classList.toggle("on", part.id === one.id));
    document.querySelectorAll(".kinds").forEach((part) => part.classList.toggle("on", part.dataset.of === one.group));
    mark(".groups a", (link) => link.dataset.group === one.group);
    mark(".kinds a", (link) => link.dataset.scene === one.id);
    if (one.kind === "ranking") ranking(one, jump); else paged(one);
    said.textContent = one.steps[step].say;
    count.textContent = `${step + 1} / ${one.steps.length}`;
    history.replaceState(null, "", `#${one.id}/${step}`);
  }

  function mark(which, is) {
    for (const link of document.querySelectorAll(which)) {
      if (is(link)) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    }
  }

  function go(to, at) {
    scene = Math.max(0, Math.min(to, scenes.length - 1));
    step = Math.max(0, Math.min(at, scenes[scene].steps.length - 1));
    show(true);
  }

  function next() {
    if (step + 1 < scenes[scene].steps.length) { step += 1; show(false); }
    else if (scene + 1 < scenes.length) go(scene + 1, 0);
    else stop();
  }

  function back() {
    if (step > 0) { step -= 1; show(false); }
    else if (scene > 0) go(scene - 1, Infinity);
  }

  function group() {
    const groups = [...new Set(scenes.map((one) => one.group))];
    const then = groups[(groups.indexOf(scenes[scene].group) + 1) % groups.length];
    go(scenes.findIndex((one) => one.group === then), 0);
  }

  function page(number) {
    const own = scenes.map((one, k) => [one, k]).filter(([one]) => one.group === scenes[scene].group);
    if (number < own.length) go(own[number][1], 0);
  }

  function stop() { clearInterval(timer); timer = 0; button("auto").setAttribute("aria-pressed", "false"); }
  function auto() {
    if (timer) { stop(); return; }
    button("auto").setAttribute("aria-pressed", "true");
    timer = setInterval(next, SECONDS * 1000);
  }

  function toggleHelp(open) {
    help.hidden = !open;
    button("help").setAttribute("aria-expanded", String(open));
  }

  const acts = {
    next, back, auto, group,
    all: () => go(scene, Infinity),
    look: () => { root.dataset.look = root.dataset.look === "night" ? "day" : "night"; },
    full: () => { if (document.fullscreenElement) document.exitFullscreen(); else root.requestFullscreen?.(); },
    help: () => toggleHelp(help.hidden),
  };
  const keys = { " ": "next", ArrowRight: "next", PageDown: "next", ArrowLeft: "back", PageUp: "back", a: "auto", e: "all", g: "group", d: "look", f: "full", "?": "help" };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const pressed = event.target instanceof Element && event.target.closest("button, a, summary");
    if (pressed && (event.key === " " || event.key === "Enter")) return;
    if (event.key === "Escape") { toggleHelp(false); return; }
    if (/^[1-9]$/.test(event.key)) { page(Number(event.key) - 1); return; }
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act) { event.preventDefault(); acts[act](); }
  });
  document.getElementById("controls").addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act) acts[act]();
  });
  function follow() {
    const [id, at] = decodeURIComponent(location.hash.slice(1)).split("/");
    const found = scenes.findIndex((one) => one.id === id);
    go(found < 0 ? 0 : found, Number(at) || 0);
  }
  window.addEventListener("hashchange", follow);

  /* Two different characters that measure alike are both the box of a font that is not there. */
  function chinese() {
    const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const drawn = (text) => {
      pen.canvas.width = pen.canvas.height = 40;
      pen.font = `32px ${getComputedStyle(document.body).fontFamily}`;
      pen.fillText(text, 2, 34);
      return pen.getImageData(0, 0, 40, 40).data.join();
    };
    return drawn("擂") !== drawn("台");
  }

  root.classList.add("live");
  document.getElementById("presenting").hidden = false;
  document.getElementById("no-font").hidden = chinese();
  if (scenes.length) follow();
})();
