"use strict";
(() => {
  const all = (query, from = document) => [...from.querySelectorAll(query)];
  const form = document.querySelector(".filter");
  const rows = all(".register tbody tr");
  const told = all("[data-u], [data-c]");
  const has = (element, key, wanted) =>
    !wanted || !(key in element.dataset) || element.dataset[key].split(" ").includes(wanted);

  const filter = () => {
    const { u, c, s } = Object.fromEntries(new FormData(form));
    for (const each of told) {
      each.hidden = !(has(each, "u", u) && has(each, "c", c) && has(each, "s", s));
    }
    const shown = rows.filter((row) => !row.hidden).length;
    form.querySelector("output").textContent = `${shown} / ${rows.length}`;
    form.classList.toggle("on", Boolean(u || c || s));
  };

  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("[hidden]")) {
      form.reset();
      filter();
    }
    for (let each = target; each; each = each.parentElement) {
      if (each.tagName === "DETAILS") each.open = true;
    }
    target.scrollIntoView();
  };

  const sort = (head, column) => {
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const each of all(".register thead th")) each.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const key = (row) => row.cells[column].dataset.k ?? row.cells[column].textContent.trim();
    const compare = (a, b) => key(a).localeCompare(key(b), document.documentElement.lang, { numeric: true });
    const sorted = [...rows].sort((a, b) => (down ? compare(b, a) : compare(a, b)));
    document.querySelector(".register tbody").append(...sorted);
  };

  all(".register thead th").forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head, column));
    head.append(button);
  });
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();

  // On paper everything is unfolded.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all("details:not([open])");
    for (const each of folded) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of folded) each.open = false;
  });
  addEventListener("hashchange", reveal);
  reveal();
})();
