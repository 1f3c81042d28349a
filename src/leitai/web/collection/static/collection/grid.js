// The entry grid: a spreadsheet that knows what became of each figure. Numbers are read by the server, never here.
(function () {
  "use strict";
  const { t, element, Saver, telling, pasting, beside } = window.leitai;
  const data = JSON.parse(document.getElementById("grid-data").textContent);
  const box = document.getElementById("grid"), side = document.getElementById("side");
  const may = !data.lock, fields = data.columns.map((column, n) => "c" + n);
  const places = new Map(), meta = new Map(); // cell → {contestant, field}; contestant|field → what is known of the cell
  const undo = [], redo = [];
  let seed = null, panelTimer = null;

  const metaAt = (contestant, field) => meta.get(contestant + "|" + field);
  const columnOf = (field) => data.columns[fields.indexOf(field)];
  // What stands in a cell as it was or will be written; and what is shown there, which may be a word.
  const written = (held) => held.ours !== undefined ? held.ours : (held.value || "");
  const shown = (held) => written(held) || (held.ours === undefined && held.noValue ? data.noValue[held.noValue] : "");
  const heldAt = (cell) => metaAt(cell.getRow().getData().id, cell.getField());

  const rows = data.rows.map((row) => {
    const line = { id: row.contestant, name: row.name };
    data.columns.forEach((column, n) => {
      const held = row.cells[column.key];
      if (!held) return;
      meta.set(row.contestant + "|" + fields[n], held);
      places.set(held.cell, { contestant: row.contestant, field: fields[n] });
      line[fields[n]] = shown(held);
    });
    return line;
  });

  // -- how a cell looks ----------------------------------------------------------------------------------------------

  function stateOf(held) {
    if (held.fault) return ["✕", t("未保存", "not saved"), "bad"];
    if (held.ours !== undefined) return ["…", t("等待保存", "waiting"), "wait"];
    if (held.silent) return data.silent;
    if (held.state === "empty" && !held.required) return ["", t("选填", "optional"), "off"];
    return data.states[held.state];
  }

  function draw(cell) {
    const held = heldAt(cell);
    cell.getElement().classList.toggle("not-asked", !held);
    if (!held) return "";
    const [glyph, word, tone] = stateOf(held);
    const marks = [held.late && ["◔", t("迟报", "late")], held.remarks && ["✎", t(`批注 ${held.remarks}`, `remarks ${held.remarks}`)],
      held.evidence && ["⌑", t(`佐证 ${held.evidence}`, `evidence ${held.evidence}`)]].filter(Boolean);
    const marked = (sign, said) => element("span", {}, element("span", { "aria-hidden": "true" }, sign), "\u2009" + said);
    return element("span", { class: "held" },
      element("span", { class: "corner tone-" + tone }, marked(glyph, word), data.lock ? element("span", { class: "locked" }, marked("■", t("锁定", "locked"))) : ""),
      element("span", { class: "line" }, element("span", { class: "marks" }, ...marks.map(([sign, said]) => marked(sign, said))), element("span", { class: "value" }, cell.getValue() || "")));
  }

  function heading(column) {
    return element("span", { class: "heading", "data-name": true }, element("strong", {}, column.title + (column.role ? " · " + column.role : "")),
      element("span", {}, [column.unit, column.period, column.vintage === "final" ? "" : data.vintages[column.vintage]].filter(Boolean).join(" · ")));
  }

  function editor(cell, rendered, success, cancel) {
    const input = element("input", { type: "text", class: "editing", inputmode: "decimal", "aria-label": t("填写数值", "Value") });
    input.value = seed !== null ? seed : written(heldAt(cell));
    const whole = seed === null;
    let closed = false;
    seed = null;
    rendered(() => { input.focus(); if (whole) input.select(); });
    const finish = (down, right) => {
      if (closed) return;
      closed = true;
      success(input.value.trim());
      move(cell, down, right);
    };
    input.addEventListener("blur", () => { if (!closed) { closed = true; success(input.value.trim()); } });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter") { event.preventDefault(); finish(event.shiftKey ? -1 : 1, 0); }
      else if (event.key === "Tab") { event.preventDefault(); finish(0, event.shiftKey ? -1 : 1); }
      else if (event.key === "Escape") { closed = true; cancel(); focus(); }
      event.stopPropagation();
    });
    input.addEventListener("paste", (event) => {
      const text = event.clipboardData.getData("text/plain");
      if (/[\t\n]/.test(text.trim())) { event.preventDefault(); event.stopPropagation(); closed = true; cancel(); paste.pasted(text, cell); }
    });
    return input;
  }

  // -- the table -----------------------------------------------------------------------------------------------------

  const size = (name) => parseInt(getComputedStyle(document.documentElement).getPropertyValue(name), 10);
  const rowHeight = size("--row-dense") + 12, narrow = box.clientWidth < 500;
  const table = new Tabulator(box, {
    data: rows, index: "id", layout: "fitData", height: Math.min(100 + rows.length * rowHeight, Math.max(320, innerHeight - 230)),
    nestedFieldSeparator: false, columnHeaderVertAlign: "bottom", rowHeight, editTriggerEvent: "dblclick", renderHorizontal: fields.length > 20 ? "virtual" : "basic",
    selectableRange: 1, selectableRangeClearCells: false, selectableRangeBlurEditOnNavigate: false, headerSortClickElement: "icon",
    columnDefaults: { headerSort: false, resizable: "header" },
    rowHeader: { title: t("参赛单位", "Unit"), field: "name", frozen: true, headerSort: false, resizable: false, width: narrow ? 96 : 150, cssClass: "unit" },
    columns: data.columns.map((column, n) => ({
      title: column.title, field: fields[n], width: size("--dense") > 16 ? 204 : 156, hozAlign: "right", cssClass: column.required ? "" : "optional",
      titleFormatter: () => heading(column), formatter: draw, editor, editable: (cell) => may && Boolean(heldAt(cell)),
    })),
  });
  const focus = () => { const holder = box.querySelector(".tabulator-tableholder"); if (holder) holder.focus({ preventScroll: true }); };

  const saver = new Saver({
    urls: data.urls, store: data.store, person: data.person, token: document.querySelector("#token [name=csrfmiddlewaretoken]"),
    versionOf: (cell) => { const at = places.get(cell); return metaAt(at.contestant, at.field).version; },
    told, changed: () => tell.line(),
  });
  const desk = { data, meta, places, fields, saver, may, current: null, written, focus, show, change, select, revise, filed: (field) => filed(field), chosen, refresh, table };
  const tell = telling(desk), paste = pasting(desk), aside = beside(desk);

  function show(contestant, field) {
    const row = table.getRow(contestant), cell = row && row.getCell(field);
    if (!cell) return;
    const value = shown(metaAt(contestant, field));
    if ((cell.getValue() || "") !== value) cell.setValue(value); else row.reformat();
  }

  // -- changes -------------------------------------------------------------------------------------------------------

  // One act of any size: one undo. Each change: {contestant, field, after, more}.
  function change(changes, origin, remember) {
    const done = [];
    for (const one of changes) {
      const held = metaAt(one.contestant, one.field);
      if (!held) continue;
      const before = written(held);
      if (before === one.after && !one.more) continue;
      held.ours = one.after;
      delete held.fault;
      done.push(Object.assign({ before }, one));
    }
    if (!done.length) return;
    if (remember !== false) { undo.push(done); redo.length = 0; }
    saver.put(done.map((one) => {
      const held = metaAt(one.contestant, one.field);
      return Object.assign({ cell: held.cell, expected: held.version, written: one.after, vintage: columnOf(one.field).vintage }, one.more || {});
    }), origin);
    done.forEach((one) => show(one.contestant, one.field));
    tell.troubles();
  }

  const filed = (field) => data.rows.map((row) => metaAt(row.contestant, field)).filter((held) => held && held.value && held.version);

  function back(from, to, key) {
    const group = from.pop();
    if (!group) return;
    to.push(group);
    change(group.map((one) => ({ contestant: one.contestant, field: one.field, after: one[key] })), "typed", false);
  }

  // Another vintage for a whole column: for what is typed from now on, and once more for what is filed in it.
  function revise(field, vintage) {
    const column = columnOf(field);
    column.vintage = vintage;
    table.getColumn(field).getElement().querySelector(".heading").replaceWith(heading(column));
    const again = filed(field).filter((held) => held.vintage !== vintage);
    change(again.map((held) => ({ contestant: places.get(held.cell).contestant, field, after: held.value, more: { vintage, note: held.note || "", source: held.source || "", explanation: held.explanation || "" } })), "typed", false);
  }

  table.on("cellEdited", (cell) => {
    const held = heldAt(cell);
    if (!held || (cell.getValue() || "") === shown(held)) return;
    change([{ contestant: cell.getRow().getData().id, field: cell.getField(), after: cell.getValue() || "" }], "typed");
  });

  function told(outcomes, sent) {
    for (const one of outcomes) {
      const at = places.get(one.cell), held = metaAt(at.contestant, at.field);
      const entry = sent.entries.find((each) => each.cell === one.cell) || {};
      const newer = saver.groups.some((group) => group.entries.some((each) => each.cell === one.cell));
      if (one.done === "refused" || one.done === "conflict") {
        if (!newer) Object.assign(held, { fault: Object.assign({ written: entry.written }, one), ours: entry.written || "" });
      } else {
        Object.assign(held, { version: one.version, state: one.state, value: one.value, noValue: one.value ? "" : (entry.no_value || ""), vintage: entry.vintage, silent: false });
        for (const name of ["note", "source", "explanation"]) if (entry[name] !== undefined) held[name] = entry[name];
        delete held.fault;
        delete held.reason;
        if (!newer) delete held.ours;
      }
      show(at.contestant, at.field);
    }
    tell.troubles();
    tell.line();
    if (desk.current && outcomes.some((one) => one.cell === desk.current.held.cell)) aside.panel(true);
  }

  // What stands beside figures (files, remarks) as it is now; the values are never taken from under somebody's hands.
  async function refresh() {
    const answer = await saver.ask(data.urls.data).catch(() => null);
    if (!answer || !answer.ok) return;
    for (const row of (await answer.json()).rows) {
      for (const fresh of Object.values(row.cells)) {
        const at = places.get(fresh.cell), held = at && metaAt(at.contestant, at.field);
        if (!held || (held.remarks === fresh.remarks && held.evidence === fresh.evidence)) continue;
        Object.assign(held, { remarks: fresh.remarks, evidence: fresh.evidence });
        show(at.contestant, at.field);
      }
    }
  }

  // -- moving about --------------------------------------------------------------------------------------------------

  function active() {
    const range = table.getRanges()[0], cells = range && range.getStructuredCells();
    return cells && cells.length ? cells : null;
  }
  function chosen() {
    return (active() || []).flat().map(heldAt).filter(Boolean).map((held) => held.cell);
  }
  function only(cell) {
    const range = table.getRanges()[0];
    if (range) range.setBounds(cell, cell); else table.addRange(cell, cell);
  }
  function select(contestant, field) {
    table.scrollToColumn(field, "middle", false).catch(() => null);
    only(table.getRow(contestant).getCell(field));
    focus();
  }
  function move(cell, down, right) {
    let row = cell.getRow();
    for (let n = Math.abs(down); n && row; n -= 1) row = down > 0 ? row.getNextRow() : row.getPrevRow();
    const at = Math.min(Math.max(fields.indexOf(cell.getField()) + right, 0), fields.length - 1);
    const next = (row || cell.getRow()).getCell(fields[at]);
    only(next);
    focus();
  }

  table.on("rangeChanged", () => {
    const found = active();
    if (!found) return;
    const cell = found[0][0], held = heldAt(cell);
    if (!held || (desk.current && desk.current.held === held)) return;
    desk.current = { contestant: cell.getRow().getData().id, field: cell.getField(), held };
    clearTimeout(panelTimer);
    panelTimer = setTimeout(aside.panel, 250);
  });

  const entry = (cell, after) => ({ contestant: cell.getRow().getData().id, field: cell.getField(), after });

  // The topmost value of each column over those below; one cell alone takes the value above it.
  function fillDown(found) {
    const above = found.length === 1 && found[0][0].getRow().getPrevRow();
    const top = above ? found[0].map((cell) => above.getCell(cell.getField())) : found[0];
    const values = top.map((cell) => { const held = heldAt(cell); return held ? written(held) : ""; });
    change((above ? found : found.slice(1)).flatMap((row) => row.map((cell, n) => entry(cell, values[n]))), "typed");
  }

  function toPanel() {
    (side.querySelector("input:not([type=hidden]), textarea, select, button, a") || side).focus();
  }

  box.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select") || event.isComposing) return;
    const found = active(), key = event.key, control = event.ctrlKey || event.metaKey, letter = control && key.toLowerCase();
    if (!found) return;
    const cell = found[0][0];
    const own = (act) => { event.preventDefault(); event.stopPropagation(); act(); };
    if (key === "F2") own(toPanel);
    else if (!may) return;
    else if (letter === "z") own(() => event.shiftKey ? back(redo, undo, "after") : back(undo, redo, "before"));
    else if (letter === "y") own(() => back(redo, undo, "after"));
    else if (letter === "d") own(() => fillDown(found));
    else if (key === "Delete" || key === "Backspace") own(() => change(found.flat().map((one) => entry(one, "")), "typed"));
    else if (key === "Enter") own(() => cell.edit());
    else if (key === "Process" || (key.length === 1 && !control && !event.altKey)) {
      if (!heldAt(cell)) return;
      if (key !== "Process") event.preventDefault();
      event.stopPropagation();
      seed = key === "Process" ? "" : key;
      cell.edit();
    }
  }, true);
  side.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.preventDefault(); focus(); } });

  const inGrid = () => box.contains(document.activeElement) && !document.activeElement.closest("input, textarea");
  document.addEventListener("copy", (event) => {
    const found = inGrid() && active();
    if (!found) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", found.map((row) => row.map((cell) => cell.getValue() || "").join("\t")).join("\n"));
  });
  document.addEventListener("paste", (event) => {
    const found = may && inGrid() && active();
    if (!found) return;
    event.preventDefault();
    paste.pasted(event.clipboardData.getData("text/plain"), found[0][0]);
  });
  const file = document.getElementById("file-figures");
  if (file) file.addEventListener("change", () => {
    if (file.files.length) paste.filed(file.files[0], (active() || [[table.getRows()[0].getCell(fields[0])]])[0][0]);
    file.value = "";
  });

  // -- beginning -----------------------------------------------------------------------------------------------------

  table.on("tableBuilt", () => {
    saver.restore((entries) => {
      for (const one of entries) {
        const at = places.get(one.cell);
        if (!at) continue;
        metaAt(at.contestant, at.field).ours = one.written;
        show(at.contestant, at.field);
      }
      tell.restored(entries);
    });
    tell.line();
    // The part that scrolls takes the focus: it is the group of rows, and what lies in it only holds them.
    box.setAttribute("aria-label", document.querySelector("h1").textContent.trim());
    box.querySelector(".tabulator-tableholder").setAttribute("role", "rowgroup");
    box.querySelector(".tabulator-table").setAttribute("role", "presentation");
    const first = table.getRows()[0];
    if (first && fields.length) { only(first.getCell(fields[0])); if (innerWidth > 900) focus(); }
  });
})();
