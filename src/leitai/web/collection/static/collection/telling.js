// What the grid says: one status line, what was not saved with a way out of each, what was restored.
(function () {
  "use strict";
  const { t, element } = window.leitai;

  window.leitai.telling = function (desk) {
    const { data, meta, saver } = desk;
    const status = document.getElementById("status"), trouble = document.getElementById("trouble"), notice = document.getElementById("notice");

    const nameOf = (contestant, field) => {
      const row = data.rows.find((one) => one.contestant === contestant), column = data.columns[desk.fields.indexOf(field)];
      return row.name + " · " + column.title + (column.role ? " · " + column.role : "");
    };

    // 已保存 14:02:31 · 18 项中已填 12 · 2 项被退回 · 还剩 3 个工作日
    function line() {
      const count = { asked: 0, filled: 0, returned: 0, explain: 0 };
      for (const one of meta.values()) {
        if (one.required) { count.asked += 1; if (one.state !== "empty") count.filled += 1; }
        if (one.state === "returned") count.returned += 1;
        if (one.state === "explain") count.explain += 1;
      }
      const n = saver.waiting, parts = [];
      if (saver.state === "offline") parts.push(t(`没有联网或服务器没有应答：${n} 项留在本机，恢复后自动保存`, `No answer: ${n} kept on this computer, saved when the server is back`));
      else if (saver.state === "signed-out") parts.push(saver.words || t(`登录已失效：${n} 项留在本机`, `Signed out: ${n} kept on this computer`));
      else if (saver.state === "refused") parts.push(saver.words);
      else if (n) parts.push(t("正在保存…", "Saving…"));
      else if (saver.clock) parts.push(t(`已保存 ${saver.clock}`, `Saved ${saver.clock}`));
      parts.push(t(`${count.asked} 项中已填 ${count.filled}`, `${count.filled} of ${count.asked} filled`));
      if (count.returned) parts.push(t(`${count.returned} 项被退回`, `${count.returned} returned`));
      if (count.explain) parts.push(t(`${count.explain} 项需说明`, `${count.explain} to explain`));
      parts.push(data.open ? data.term : t("本轮已锁定", "the round is locked"));
      status.dataset.state = saver.state;
      status.textContent = parts.join(" · ");
      if (saver.state === "signed-out") status.append(" ", element("a", { href: data.urls.login, target: "_blank", rel: "opener" }, t("在新窗口登录，回来后自动保存", "Sign in in a new window; saving goes on by itself")));
    }

    function troubles() {
      const lines = [];
      for (const [key, held] of meta) {
        if (!held.fault) continue;
        const [contestant, field] = key.split("|");
        lines.push((held.fault.done === "conflict" ? conflict : refusal)(contestant, field, held));
      }
      trouble.hidden = !lines.length;
      trouble.replaceChildren(...(lines.length ? [element("h2", {}, t(`${lines.length} 项没有保存`, `${lines.length} not saved`)), element("ul", {}, ...lines)] : []));
    }

    // 哪里、是什么、应为什么、怎么改
    function refusal(contestant, field, held) {
      const finding = (held.fault.findings || [])[0] || { found: "", allowed: "", mend: "" };
      return element("li", {},
        element("button", { type: "button", class: "plain", on: { click: () => desk.select(contestant, field) } }, nameOf(contestant, field)),
        t("：", ": "), element("strong", {}, finding.found), finding.allowed ? t("；应为", "; allowed: ") + finding.allowed : "", finding.mend ? t("。", ". ") + finding.mend : "", " ",
        element("button", { type: "button", on: { click: () => settle(contestant, field, held, false) } }, held.value ? t(`放弃，保留 ${held.value}`, `Drop it, keep ${held.value}`) : t("放弃", "Drop it")));
    }

    function conflict(contestant, field, held) {
      const theirs = held.fault.theirs || { value: "", who: "", when: "", state: "" }, mine = held.fault.written;
      return element("li", {}, nameOf(contestant, field) + t("：", ": "),
        t(`已由${theirs.who}于 ${theirs.when} 改为 `, `${theirs.who} set it to `), element("strong", {}, theirs.value),
        t(`（${theirs.state}），您填的 `, ` (${theirs.state}) at ${theirs.when}; your `), element("strong", {}, mine || t("空白", "blank")), t(" 没有保存。", " was not saved. "),
        element("button", { type: "button", on: { click: () => settle(contestant, field, held, true) } }, t(`改为我的 ${mine}`, `Use my ${mine}`)), " ",
        element("button", { type: "button", on: { click: () => settle(contestant, field, held, false) } }, t(`保留 ${theirs.value}`, `Keep ${theirs.value}`)));
    }

    // The one choice after a fault: the value on file, or one's own over it.
    function settle(contestant, field, held, mine) {
      const { fault } = held;
      if (fault.done === "conflict") Object.assign(held, { version: fault.version, state: fault.state, value: fault.value });
      delete held.fault;
      delete held.ours;
      saver.settle(held.cell);
      desk.show(contestant, field);
      if (mine) desk.change([{ contestant, field, after: fault.written }], "typed");
      troubles();
      line();
      desk.focus();
    }

    function restored(entries) {
      const names = [...new Set(entries.map((entry) => desk.places.get(entry.cell)).filter(Boolean).map((at) => nameOf(at.contestant, at.field)))];
      if (!names.length) return;
      const some = names.slice(0, 8).join(t("、", ", ")) + (names.length > 8 ? t(" 等", " …") : "");
      notice.hidden = false;
      notice.replaceChildren(
        element("strong", {}, t(`上次有 ${names.length} 项没有来得及保存，已恢复，正在保存：`, `${names.length} figures were not saved last time; they are restored and are being saved: `)), some + t("。", ". "),
        element("button", { type: "button", class: "plain", on: { click: () => { notice.hidden = true; } } }, t("知道了", "Understood")));
    }

    return { line, troubles, restored, nameOf };
  };
})();
