// The entry grid: a spreadsheet that knows what became of each figure. Numbers are read by the server, never here.
(function () {
  "use strict";
  const data = JSON.parse(document.getElementById("grid-data").textContent);
  const box = document.getElementById("grid"), side = document.getElementById("side");
  const status = document.getElementById("status"), trouble = document.getElementById("trouble");
  const t = window.leitaiWords, may = box.dataset.may === "yes";
  const fields = data.columns.map((column, n) => "c" + n);
  const places = new Map(), meta = new Map(); // cell → {contestant, field}; contestant|field → what is known of the cell
  const undo = [], redo = [];
  let seed = null, current = null, panelTimer = null;

  const metaAt = (contestant, field) => meta.get(contestant + "|" + field);
  const words = (one) => one.ours !== undefined ? one.ours : (one.value || (one.noValue ? data.noValue[one.noValue] : ""));
  const element = (tag, attributes, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
      else if (value === true) made.setAttribute(name, "");
      else if (value !== false && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  };

  // -- the table -----------------------------------------------------------------------------------------------------

  const rows = data.rows.map((row) => {
    const shown = { id: row.contestant, name: row.name };
    data.columns.forEach((column, n) => {
      const held = row.cells[column.key];
      if (!held) return;
      meta.set(row.contestant + "|" + fields[n], held);
      places.set(held.cell, { contestant: row.contestant, field: fields[n] });
      shown[fields[n]] = words(held);
    });
    return shown;
  });

  function stateOf(one) {
    if (one.ours !== undefined) return one.fault ? ["✕", t("未保存", "not saved"), "bad"] : ["…", t("正在保存", "saving"), "wait"];
    if (one.state === "empty") return one.required ? data.states.empty : ["", "", "off"];
    return data.states[one.state];
  }

  function draw(cell) {
    const one = metaAt(cell.getRow().getData().id, cell.getField());
    const place = cell.getElement();
    place.classList.toggle("not-asked", !one);
    if (!one) return "";
    const [glyph, word, tone] = stateOf(one);
    const mark = element("span", { class: "corner tone-" + tone }, element("span", { "aria-hidden": "true" }, glyph), " ", word);
    return element("span", { class: "held" }, mark, element("span", { class: "value" }, cell.getValue() || ""),
      one.late ? element("span", { class: "unseen" }, t("迟报", "late")) : null);
  }

  function editor(cell, rendered, success, cancel) {
    const input = element("input", { type: "text", class: "editing", inputmode: "decimal", "aria-label": t("填写数值", "Value") });
    const one = metaAt(cell.getRow().getData().id, cell.getField());
    input.value = seed !== null ? seed : (one.ours !== undefined ? one.ours : (one.value || ""));
    const whole = seed === null;
    seed = null;
    rendered(() => { input.focus(); if (whole) input.select(); });
    let closed = false;
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
      else if (event.key === "Escape") { closed = true; cancel(); focusTable(); }
      event.stopPropagation();
    });
    input.addEventListener("paste", (event) => {
      const text = event.clipboardData.getData("text/plain");
      if (/[\t\n]/.test(text.trim())) { event.preventDefault(); event.stopPropagation(); closed = true; cancel(); preview(text, cell); }
    });
    return input;
  }

  const heading = (column) => {
    const lines = [column.title + (column.role ? " · " + column.role : ""), [column.unit, column.period].filter(Boolean).join(" · ")];
    return element("span", { class: "heading" }, element("strong", {}, lines[0]), element("span", {}, lines[1]));
  };
  const table = new Tabulator(box, {
    data: rows, index: "id", layout: "fitData", height: Math.min(60 + 40 + rows.length * rowHeight(), Math.max(320, innerHeight - 260)),
    nestedFieldSeparator: false, columnHeaderVertAlign: "bottom", rowHeight: rowHeight(), editTriggerEvent: "dblclick",
    selectableRange: 1, selectableRangeClearCells: false, selectableRangeBlurEditOnNavigate: false, headerSortClickElement: "icon",
    columnDefaults: { headerSort: false, resizable: "header" },
    rowHeader: { title: t("参赛单位", "Unit"), field: "name", frozen: true, headerSort: false, resizable: false, width: box.clientWidth < 500 ? 96 : 150, cssClass: "unit" },
    columns: data.columns.map((column, n) => ({
        title: column.title, field: fields[n], width: 148, hozAlign: "right", cssClass: column.required ? "" : "optional",
        titleFormatter: () => heading(column), formatter: draw, editor: may ? editor : undefined,
        editable: (cell) => may && !!metaAt(cell.getRow().getData().id, fields[n]),
      })),
  });
  function rowHeight() { return parseInt(getComputedStyle(document.documentElement).getPropertyValue("--row-dense"), 10) + 12; }
  function focusTable() { const holder = box.querySelector(".tabulator-tableholder"); if (holder) holder.focus({ preventScroll: true }); }

  // -- changes -------------------------------------------------------------------------------------------------------

  const saver = new window.leitaiSaver({
    urls: data.urls, store: data.store,
    token: () => document.querySelector("#token [name=csrfmiddlewaretoken]").value,
    versionOf: (cell) => { const at = places.get(cell); return metaAt(at.contestant, at.field).version; },
    told, changed: line,
  });
  Object.defineProperty(saver.token, "value", { set: (value) => { document.querySelector("#token [name=csrfmiddlewaretoken]").value = value; } });

  function show(contestant, field) {
    const row = table.getRow(contestant);
    const cell = row && row.getCell(field);
    if (!cell) return;
    const value = words(metaAt(contestant, field));
    if (cell.getValue() !== value) cell.setValue(value); else row.reformat();
  }

  // One act of any size: one undo. Each change: {contestant, field, after, more}.
  function change(changes, origin, remember) {
    const done = [];
    for (const one of changes) {
      const held = metaAt(one.contestant, one.field);
      if (!held) continue;
      const before = held.ours !== undefined ? held.ours : (held.value || "");
      if (before === one.after && !one.more) continue;
      held.ours = one.after;
      delete held.fault;
      done.push({ contestant: one.contestant, field: one.field, before, after: one.after, more: one.more });
    }
    if (!done.length) return;
    if (remember !== false) { undo.push(done); redo.length = 0; }
    done.forEach((one) => show(one.contestant, one.field));
    saver.put(done.map((one) => {
      const held = metaAt(one.contestant, one.field);
      return Object.assign({ cell: held.cell, expected: held.version, written: one.after, vintage: held.vintage || "final" }, one.more || {});
    }), origin);
  }

  function back(from, to, key) {
    const group = from.pop();
    if (!group) return;
    to.push(group);
    change(group.map((one) => ({ contestant: one.contestant, field: one.field, after: one[key] })), "typed", false);
  }

  table.on("cellEdited", (cell) => {
    const contestant = cell.getRow().getData().id, field = cell.getField(), held = metaAt(contestant, field);
    if (!held || cell.getValue() === words(held)) return;
    change([{ contestant, field, after: cell.getValue() || "" }], "typed");
  });

  function told(outcomes, sent) {
    for (const one of outcomes) {
      const at = places.get(one.cell), held = metaAt(at.contestant, at.field);
      const entry = sent.entries.find((each) => each.cell === one.cell) || {};
      const newer = saver.groups.some((group) => group.entries.some((each) => each.cell === one.cell));
      if (one.done === "refused" || one.done === "conflict") {
        held.fault = Object.assign({ written: entry.written }, one);
        held.ours = entry.written || "";
      } else {
        Object.assign(held, { version: one.version, state: one.state, value: one.value, noValue: one.value ? "" : (entry.no_value || "") });
        for (const name of ["note", "source", "explanation"]) if (entry[name]) held[name] = entry[name];
        delete held.fault;
        delete held.reason;
        if (!newer) delete held.ours;
        held.findings = one.findings;
      }
      show(at.contestant, at.field);
    }
    troubles();
    line();
    if (current && outcomes.some((one) => one.cell === current.held.cell)) panel(true);
  }

  // -- what is said --------------------------------------------------------------------------------------------------

  function line() {
    let asked = 0, filled = 0, returned = 0, explain = 0;
    for (const one of meta.values()) {
      if (one.required) { asked += 1; if (one.state !== "empty") filled += 1; }
      if (one.state === "returned") returned += 1;
      if (one.state === "explain") explain += 1;
    }
    const n = saver.waiting, parts = [];
    if (saver.state === "offline") parts.push(t(`没有联网：${n} 项留在本机，联网后自动保存`, `Offline: ${n} kept on this computer, saved when the network is back`));
    else if (saver.state === "signed-out") parts.push(t(`登录已失效：${n} 项留在本机`, `Signed out: ${n} kept on this computer`));
    else if (saver.state === "refused") parts.push(saver.words);
    else if (n) parts.push(t("正在保存…", "Saving…"));
    else if (saver.clock) parts.push(t(`已保存 ${saver.clock}`, `Saved ${saver.clock}`));
    parts.push(t(`${asked} 项中已填 ${filled}`, `${filled} of ${asked} filled`));
    if (returned) parts.push(t(`${returned} 项被退回`, `${returned} returned`));
    if (explain) parts.push(t(`${explain} 项需说明`, `${explain} to explain`));
    parts.push(data.open ? data.term : t("本轮已锁定", "the round is locked"));
    status.dataset.state = saver.state;
    status.textContent = parts.join(" · ");
    if (saver.state === "signed-out") status.append(" ", element("a", { href: data.urls.login, target: "_blank", rel: "opener" }, t("在新窗口登录，回来后自动保存", "Sign in in a new window; saving goes on by itself")));
  }

  const titleOf = (contestant, field) => {
    const row = data.rows.find((one) => one.contestant === contestant), column = data.columns[fields.indexOf(field)];
    return row.name + " · " + column.title + (column.role ? " · " + column.role : "");
  };

  function troubles() {
    const lines = [];
    for (const [key, held] of meta) {
      if (!held.fault) continue;
      const [contestant, field] = key.split("|");
      lines.push(held.fault.done === "conflict" ? conflict(contestant, field, held) : refusal(contestant, field, held));
    }
    trouble.hidden = !lines.length;
    trouble.replaceChildren(...(lines.length ? [element("h2", {}, t(`${lines.length} 项没有保存`, `${lines.length} not saved`)), element("ul", {}, ...lines)] : []));
  }

  function refusal(contestant, field, held) {
    const finding = (held.fault.findings || [])[0] || { found: "", allowed: "", mend: "" };
    return element("li", {},
      element("button", { type: "button", class: "plain", on: { click: () => select(contestant, field) } }, titleOf(contestant, field)),
      t("：", ": "), element("strong", {}, finding.found), finding.allowed ? t("；应为", "; allowed: ") + finding.allowed : "", finding.mend ? t("。", ". ") + finding.mend : "");
  }

  function conflict(contestant, field, held) {
    const theirs = held.fault.theirs || { value: "", who: "", when: "", state: "" };
    const mine = held.fault.written;
    const settle = (use) => () => {
      held.version = held.fault.version; held.state = held.fault.state; held.value = held.fault.value;
      delete held.fault; delete held.ours;
      show(contestant, field);
      if (use) change([{ contestant, field, after: mine }], "typed");
      troubles(); line();
    };
    return element("li", {}, titleOf(contestant, field) + t("：", ": "),
      t(`已由${theirs.who}于 ${theirs.when} 改为 ${theirs.value}（${theirs.state}），您填的 ${mine} 没有保存。`, `${theirs.who} set it to ${theirs.value} (${theirs.state}) at ${theirs.when}; your ${mine} was not saved. `),
      element("button", { type: "button", on: { click: settle(true) } }, t(`改为我的 ${mine}`, `Use my ${mine}`)), " ",
      element("button", { type: "button", on: { click: settle(false) } }, t(`保留 ${theirs.value}`, `Keep ${theirs.value}`)));
  }

  // -- moving about --------------------------------------------------------------------------------------------------

  function active() {
    const range = table.getRanges()[0];
    const rowsOf = range && range.getStructuredCells();
    return rowsOf && rowsOf.length ? rowsOf : null;
  }
  function only(cell) {
    const range = table.getRanges()[0];
    if (range) range.setBounds(cell, cell); else table.addRange(cell, cell);
  }
  function select(contestant, field) {
    const row = table.getRow(contestant);
    table.scrollToColumn(field, "middle", false).catch(() => null);
    only(row.getCell(field));
    focusTable();
  }
  function move(cell, down, right) {
    let row = cell.getRow();
    for (let n = Math.abs(down); n && row; n -= 1) row = down > 0 ? row.getNextRow() : row.getPrevRow();
    const at = fields.indexOf(cell.getField()) + right;
    const next = (row || cell.getRow()).getCell(fields[Math.min(Math.max(at, 0), fields.length - 1)]);
    setTimeout(() => { only(next); focusTable(); }, 0);
  }

  table.on("rangeChanged", () => {
    const found = active();
    if (!found) return;
    const cell = found[0][0], contestant = cell.getRow().getData().id, field = cell.getField(), held = metaAt(contestant, field);
    if (!held || (current && current.held === held)) return;
    current = { contestant, field, held };
    clearTimeout(panelTimer);
    panelTimer = setTimeout(panel, 250);
  });

  box.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select") || event.isComposing) return;
    const found = active(), key = event.key, control = event.ctrlKey || event.metaKey;
    if (!found) return;
    const cell = found[0][0];
    const own = () => { event.preventDefault(); event.stopPropagation(); };
    if (control && key.toLowerCase() === "z") { own(); if (event.shiftKey) back(redo, undo, "after"); else back(undo, redo, "before"); }
    else if (control && key.toLowerCase() === "y") { own(); back(redo, undo, "after"); }
    else if (control && key.toLowerCase() === "d") { own(); fillDown(found); }
    else if (key === "F2") { own(); side.querySelector("textarea, input, select, a, button") ? side.querySelector("textarea, input, select, a, button").focus() : side.focus(); }
    else if (!may) return;
    else if (key === "Delete" || key === "Backspace") { own(); change(found.flat().map((one) => ({ contestant: one.getRow().getData().id, field: one.getField(), after: "" })), "typed"); }
    else if (key === "Enter") { own(); cell.edit(); }
    else if (key === "Process" || (key.length === 1 && !control && !event.altKey)) {
      if (!metaAt(cell.getRow().getData().id, cell.getField())) return;
      if (key !== "Process") event.preventDefault();
      event.stopPropagation();
      seed = key === "Process" ? "" : key;
      cell.edit();
    }
  }, true);

  function fillDown(found) {
    if (!may) return;
    const top = found[0].map((cell) => { const held = metaAt(cell.getRow().getData().id, cell.getField()); return held ? (held.ours !== undefined ? held.ours : held.value || "") : ""; });
    change(found.slice(1).flatMap((row) => row.map((cell, n) => ({ contestant: cell.getRow().getData().id, field: cell.getField(), after: top[n] }))), "typed");
  }

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
    preview(event.clipboardData.getData("text/plain"), found[0][0]);
  });

  // -- pasting: the server reads it, every change is listed, one confirmation, one undo --------------------------------

  async function preview(text, cell, note) {
    const at = { contestant: cell.getRow().getData().id, column: (data.columns[fields.indexOf(cell.getField())] || data.columns[0]).key };
    side.replaceChildren(element("p", {}, t("正在核对粘贴的内容…", "Reading what was pasted…")));
    let plain;
    try {
      const answer = await fetch(data.urls.preview, { method: "POST", credentials: "same-origin", redirect: "manual",
        headers: { "Content-Type": "application/json", "X-CSRFToken": saver.token(), "HX-Request": "true" }, body: JSON.stringify(Object.assign({ text, note: note || "" }, at)) });
      plain = await answer.json();
    } catch {
      plain = { refused: t("没有联网或登录已失效，粘贴没有进行。", "Offline or signed out; nothing was pasted.") };
    }
    if (plain.refused) {
      side.replaceChildren(element("p", { class: "faults", role: "alert" }, plain.refused));
      return;
    }
    const good = plain.changes.filter((one) => one.done === "saved" || one.done === "explain");
    const same = plain.changes.filter((one) => one.done === "unchanged").length;
    const bad = plain.changes.filter((one) => one.done === "refused" || one.done === "conflict");
    const confirm = element("button", { type: "button", class: "main", disabled: !good.length, on: { click: () => {
      change(good.map((one) => ({ contestant: one.contestant, field: fields[data.columns.findIndex((column) => column.key === one.column)], after: one.written, more: one.note ? { note: one.note } : undefined })), "pasted");
      side.replaceChildren(element("p", {}, t(`已粘贴 ${good.length} 项，Ctrl+Z 可一次撤销。`, `${good.length} pasted; Ctrl+Z takes them all back.`)));
      focusTable();
    } } }, t(`确认粘贴 ${good.length} 项`, `Paste ${good.length}`));
    const cancel = element("button", { type: "button", on: { click: () => { side.replaceChildren(); focusTable(); } } }, t("取消", "Cancel"));
    const reasons = bad.filter((one) => one.findings.some((finding) => finding.code === "CO-007")).length;
    const reason = element("input", { id: "paste-note", maxlength: 300, value: note || "" });
    const again = reasons ? element("form", { class: "beside", on: { submit: (event) => { event.preventDefault(); preview(text, cell, reason.value.trim()); } } },
      element("label", { for: "paste-note" }, t(`${reasons} 项已审核，要更正请写理由`, `${reasons} are verified; to correct them, say why`)), reason,
      element("button", {}, t("加上理由再核对", "Look again with the reason"))) : null;
    const changeLine = (one) => element("tr", { class: "done-" + one.done }, element("th", { scope: "row" }, one.name), element("td", {}, one.title),
      element("td", { class: "number" }, one.before || "—"), element("td", { class: "number" }, one.value || one.written),
      element("td", {}, one.done === "refused" || one.done === "conflict" ? (one.findings[0] || { found: t("已被他人更改", "changed by somebody else") }).found
        : one.written !== one.value ? t(`原写 ${one.written}`, `written ${one.written}`) : "", one.done === "explain" ? t("需说明", "to explain") : ""));
    side.replaceChildren(element("section", { class: "side" },
      element("h2", {}, t("粘贴核对", "What the paste would change")),
      element("p", {}, [plain.byHeader ? t("已按表头和单位名称对号。", "Matched by its headings and units. ") : t("没有表头，按选中的位置放入。", "No headings: placed from the selected cell. "),
        t(`${good.length} 项更改`, `${good.length} changes`), same ? t(`，${same} 项不变`, `, ${same} unchanged`) : "", bad.length ? t(`，${bad.length} 项不能保存`, `, ${bad.length} cannot be saved`) : "", plain.faults.length ? t(`，${plain.faults.length} 处对不上`, `, ${plain.faults.length} do not fit`) : ""].join("")),
      element("div", { class: "acts" }, confirm, cancel), again,
      plain.faults.length ? element("ul", { class: "small" }, ...plain.faults.slice(0, 50).map((one) => element("li", {}, t(`第 ${one.line} 行：`, `Line ${one.line}: `), one.found, t("；", "; "), one.mend))) : null,
      element("div", { class: "sheet dense" }, element("table", {}, element("thead", {}, element("tr", {}, ...[t("单位", "Unit"), t("指标", "Indicator"), t("原数", "Was"), t("新数", "Will be"), t("说明", "Note")].map((word) => element("th", { scope: "col" }, word)))),
        element("tbody", {}, ...[...bad, ...good].slice(0, 500).map(changeLine))))));
    confirm.focus();
  }

  // -- the side panel ------------------------------------------------------------------------------------------------

  function panel(keepFocus) {
    if (!current) return;
    const { contestant, field, held } = current;
    const below = element("div", {});
    if (keepFocus !== true || !side.contains(document.activeElement)) side.replaceChildren(may ? words_(contestant, field, held) : "", below);
    else side.replaceChildren(side.firstElementChild, below);
    window.htmx.ajax("GET", data.urls.cell.replace("/0/", "/" + held.cell + "/"), { target: below, swap: "innerHTML" });
  }

  // What is said beside a value: reason, source, why there is none, of which vintage.
  function words_(contestant, field, held) {
    const input = (name, label, value) => element("div", { class: "field" }, element("label", { for: "w-" + name }, label), element("input", { id: "w-" + name, name, value: value || "", maxlength: 300 }));
    const choice = (name, label, table, value, none) => element("div", { class: "field" }, element("label", { for: "w-" + name }, label),
      element("select", { id: "w-" + name, name }, ...(none ? [element("option", { value: "" }, none)] : []), ...Object.entries(table).map(([key, word]) => element("option", { value: key, selected: key === value }, word))));
    const form = element("form", { class: "beside" },
      held.reason ? element("p", { class: "finding finding-block" }, element("strong", {}, held.state === "returned" ? t("退回：", "Returned: ") : t("疑问：", "Question: ")), held.reason) : null,
      held.state === "explain" ? input("explanation", t("异动说明（必填）", "Explanation (needed)"), held.explanation) : null,
      input("note", t("说明（更正、无数据时必填）", "Note (needed for a correction, or where there is no figure)"), held.note),
      element("details", {}, element("summary", {}, t("来源、版次、没有数据", "Source, vintage, no figure")),
        input("source", t("来源文件", "Source"), held.source),
        choice("vintage", t("数据版次", "Vintage"), data.vintages, held.vintage || "final"),
        choice("no_value", t("没有数据", "No figure"), data.noValue, held.noValue, t("有数据", "there is a figure"))),
      element("div", { class: "acts" }, element("button", {}, t("保存说明", "Save"))));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const said = Object.fromEntries(new FormData(form));
      const value = said.no_value ? "" : (held.ours !== undefined ? held.ours : held.value || "");
      held.vintage = said.vintage;
      change([{ contestant, field, after: value, more: said }], "typed");
    });
    return form;
  }

  // -- beginning -----------------------------------------------------------------------------------------------------

  table.on("tableBuilt", () => {
    const left = saver.restore();
    for (const entry of left) {
      const at = places.get(entry.cell);
      if (!at) continue;
      metaAt(at.contestant, at.field).ours = entry.written;
      show(at.contestant, at.field);
    }
    if (left.length) saver.send();
    line();
    troubles();
    const first = table.getRows()[0];
    if (first && fields.length) { only(first.getCell(fields[0])); if (innerWidth > 900) focusTable(); }
  });
  window.leitaiGrid = { table, saver, change, select };
})();
