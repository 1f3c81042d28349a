// Pasting: the server reads the text or the file, every change is listed, one confirmation, one undo.
(function () {
  "use strict";
  const { t, element } = window.leitai;
  const SHOWN = 500, FAULTS = 50;

  window.leitai.pasting = function (desk) {
    const { data, saver } = desk, side = document.getElementById("side");

    // While a preview stands in the side panel, nothing else is drawn there.
    const put = (previewing, ...content) => { desk.previewing = previewing; side.parentElement.classList.toggle("previewing", previewing); side.replaceChildren(...content); };
    const refuse = (words) => put(false, element("p", { class: "faults", role: "alert" }, words));
    const spot = (cell) => ({ contestant: cell.getRow().getData().id, column: (data.columns[desk.fields.indexOf(cell.getField())] || data.columns[0]).key });

    function pasted(text, cell, note) {
      const lines = text.split("\n").length - 1;
      if (lines > data.mostRows || text.length > data.mostCharacters) {
        return refuse(t(`粘贴的内容有 ${lines} 行，最多 ${data.mostRows} 行；没有粘贴任何数据。请只复制要填的区域，或改用文件填报。`, `${lines} lines were pasted, at most ${data.mostRows} are read; nothing was changed. Copy only what is to be filed, or file it from a file.`));
      }
      const body = JSON.stringify(Object.assign({ text, note: note || "" }, spot(cell)));
      return look({ body, headers: { "Content-Type": "application/json" } }, "pasted", (reason) => pasted(text, cell, reason), note);
    }

    function filed(file, cell, note) {
      const body = new FormData();
      for (const [name, value] of Object.entries(Object.assign({ file, note: note || "" }, spot(cell)))) body.append(name, value);
      return look({ body, headers: {} }, "file", (reason) => filed(file, cell, reason), note);
    }

    async function look(request, origin, again, note) {
      put(true, element("p", { role: "status" }, t("正在核对…", "Reading…")));
      let plain;
      try {
        const headers = Object.assign({ "X-CSRFToken": saver.token.value, "HX-Request": "true" }, request.headers);
        const answer = await fetch(data.urls.preview, { method: "POST", credentials: "same-origin", redirect: "manual", headers, body: request.body });
        plain = await answer.json();
      } catch {
        plain = { refused: t("服务器没有应答或登录已失效，没有粘贴任何数据。", "No answer, or signed out; nothing was changed.") };
      }
      if (plain.refused) return refuse(plain.refused);
      return preview(plain, origin, again, note || "");
    }

    function preview(plain, origin, again, note) {
      const of = (...done) => plain.changes.filter((one) => done.includes(one.done));
      const good = of("saved", "explain"), bad = of("refused", "conflict"), same = of("unchanged").length;
      const confirm = element("button", { type: "button", class: "main", disabled: !good.length, on: { click: () => take(good, plain, origin) } }, t(`确认填入 ${good.length} 项`, `Fill in ${good.length}`));
      const cancel = element("button", { type: "button", on: { click: () => { put(false); desk.focus(); } } }, t("取消", "Cancel"));
      const how = plain.byHeader ? t("按表头和单位名称对号。", "Matched by its headings and units. ") : t("没有表头，按选中的位置放入。", "No headings: placed from the selected cell. ");
      const counts = [t(`${good.length} 项更改`, `${good.length} changes`), same && t(`${same} 项不变`, `${same} unchanged`), bad.length && t(`${bad.length} 项不能保存`, `${bad.length} cannot be saved`), plain.faults.length && t(`${plain.faults.length} 处对不上`, `${plain.faults.length} do not fit`)];
      put(true, element("section", { class: "side" },
        element("h2", {}, origin === "file" ? t("文件核对", "What the file would change") : t("粘贴核对", "What the paste would change")),
        plain.source ? element("p", { class: "small muted" }, t("来源：", "Source: ") + plain.source) : "",
        element("p", {}, how + counts.filter(Boolean).join(t("，", ", ")) + t("。", ".")),
        element("div", { class: "acts" }, confirm, cancel),
        reasons(bad, again, note),
        plain.faults.length ? element("ul", { class: "small" }, ...plain.faults.slice(0, FAULTS).map((one) => element("li", {}, t(`第 ${one.line} 行：`, `Line ${one.line}: `), one.found, t("；", "; "), one.mend))) : "",
        plain.faults.length > FAULTS ? element("p", { class: "small" }, t(`另有 ${plain.faults.length - FAULTS} 处。`, `${plain.faults.length - FAULTS} more.`)) : "",
        changes([...bad, ...good])));
      confirm.focus();
    }

    // Figures that are verified already are corrected only with a reason.
    function reasons(bad, again, note) {
      const wanting = bad.filter((one) => one.findings.some((finding) => finding.code === "CO-007")).length;
      if (!wanting) return "";
      const reason = element("input", { id: "paste-note", maxlength: 300, value: note });
      return element("form", { class: "beside", on: { submit: (event) => { event.preventDefault(); again(reason.value.trim()); } } },
        element("label", { for: "paste-note" }, t(`${wanting} 项已审核，要更正请写理由`, `${wanting} are verified; to correct them, say why`)), reason,
        element("button", {}, t("加上理由再核对", "Look again with the reason")));
    }

    function changes(list) {
      const head = [t("单位", "Unit"), t("指标", "Indicator"), t("原数", "Was"), t("新数", "Will be"), t("说明", "Note")];
      const line = (one) => {
        const wrong = one.done === "refused" || one.done === "conflict", finding = one.findings[0];
        const why = wrong ? (finding ? [finding.found, finding.allowed].filter(Boolean).join(t("；应为", "; allowed: ")) : t("已被他人更改", "changed by somebody else"))
          : [one.written !== one.value ? t(`原写 ${one.written}`, `written ${one.written}`) : "", one.done === "explain" ? t("需说明", "to explain") : ""].filter(Boolean).join(t("，", ", "));
        return element("tr", { class: "done-" + one.done }, element("th", { scope: "row" }, one.name), element("td", {}, one.title),
          element("td", { class: "number" }, one.before || "—"),
          element("td", { class: "number" }, wrong ? element("span", {}, element("span", { "aria-hidden": "true" }, "✕ "), one.written) : one.value + (one.unit ? " " + one.unit : "")),
          element("td", {}, why));
      };
      return element("div", { class: "sheet dense", role: "region", tabindex: "0", "aria-label": t("逐项更改", "Each change") }, element("table", {},
        element("thead", {}, element("tr", {}, ...head.map((word) => element("th", { scope: "col" }, word)))), element("tbody", {}, ...list.slice(0, SHOWN).map(line))));
    }

    function take(good, plain, origin) {
      desk.change(good.map((one) => ({
        contestant: one.contestant, field: desk.fields[data.columns.findIndex((column) => column.key === one.column)], after: one.written,
        more: Object.assign({}, one.note ? { note: one.note } : {}, plain.source ? { source: plain.source } : {}),
      })), origin);
      put(false, element("p", { role: "status" }, t(`已填入 ${good.length} 项，Ctrl+Z 可一次撤销。`, `${good.length} filled in; Ctrl+Z takes them all back.`)));
      desk.focus();
    }

    return { pasted, filed };
  };
})();
