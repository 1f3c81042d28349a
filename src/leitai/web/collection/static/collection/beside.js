// Beside the grid: what is said with a figure, the vintage of its column, and the panel the server draws.
(function () {
  "use strict";
  const { t, element } = window.leitai;

  window.leitai.beside = function (desk) {
    const { data, may } = desk, side = document.getElementById("side");

    const field = (name, label, control) => element("div", { class: "field" }, element("label", { for: "w-" + name }, label), control);
    const input = (name, label, value) => field(name, label, element("input", { id: "w-" + name, name, value: value || "", maxlength: 300 }));
    const choice = (name, label, table, value, closed) => field(name, label, element("select", { id: "w-" + name, name },
      ...Object.entries(table).map(([key, word]) => element("option", { value: key, selected: key === value, disabled: Boolean(closed && closed(key)) }, word))));

    function panel(keepFocus) {
      const { current } = desk;
      if (!current || desk.previewing) return;
      const below = element("div", {});
      if (keepFocus && side.contains(document.activeElement) && side.firstElementChild) side.replaceChildren(side.firstElementChild, below);
      else side.replaceChildren(may ? words(current) : "", below);
      window.htmx.ajax("GET", data.urls.cell.replace("/0/", "/" + current.held.cell + "/"), { target: below, swap: "innerHTML" });
    }

    // What is said beside a value: why it jumped, why it is corrected, where it comes from, why there is none.
    function words({ contestant, field: at, held }) {
      const doubtful = held.state === "explain" || held.explanation;
      const form = element("form", { class: "beside" },
        held.reason ? element("p", { class: "finding finding-block" }, element("strong", {}, held.state === "returned" ? t("退回：", "Returned: ") : t("疑问：", "Question: ")), held.reason) : "",
        doubtful ? input("explanation", held.state === "explain" ? t("异动说明（必填，随数报送）", "Explanation (needed; it travels with the figure)") : t("异动说明", "Explanation"), held.explanation) : "",
        input("note", t("说明（更正、无数据时必填）", "Note (needed for a correction, or where there is no figure)"), held.note),
        element("details", {}, element("summary", {}, t("来源、没有数据", "Source, no figure")),
          input("source", t("来源文件", "Source"), held.source),
          choice("no_value", t("没有数据", "No figure"), Object.assign({ "": t("有数据", "there is a figure") }, data.noValue), held.noValue || "")),
        element("div", { class: "acts" }, element("button", {}, t("保存说明", "Save"))));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const said = Object.fromEntries(new FormData(form));
        desk.change([{ contestant, field: at, after: said.no_value ? "" : desk.written(held), more: said }], "typed");
        desk.focus();
      });
      return element("div", {}, form, vintage(at));
    }

    // 数据版次 belongs to a column: what is typed from now on, and what is filed in it already.
    function vintage(at) {
      const column = data.columns[desk.fields.indexOf(at)];
      const order = Object.keys(data.vintages), filed = desk.filed(at);
      const form = element("form", { class: "beside vintage" },
        choice("vintage", t(`“${column.title}”一列的数据版次`, `Vintage of the column ${column.title}`), data.vintages, column.vintage,
          (key) => filed.some((held) => order.indexOf(held.vintage) > order.indexOf(key))),
        element("button", {}, t("用于本列", "Use for the column")));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        desk.revise(at, new FormData(form).get("vintage"));
        desk.focus();
      });
      return form;
    }

    // The panel's form pins a piece of evidence to one figure; with several chosen in the grid, to all of them.
    side.addEventListener("htmx:configRequest", (event) => {
      if (event.target.matches("form.pin")) for (const cell of desk.chosen()) event.detail.formData.append("cells", cell);
    });
    side.addEventListener("htmx:afterSwap", () => {
      const button = side.querySelector("form.pin button"), many = desk.chosen().length;
      if (button && many > 1) button.textContent = t(`附到所选 ${many} 项`, `Pin to the ${many} chosen`);
    });
    side.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.requestConfig.verb === "post" && event.detail.successful) desk.refresh();
    });

    return { panel };
  };
})();
