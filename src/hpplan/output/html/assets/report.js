"use strict";
(() => {
  const all = (query, from = document) => [...from.querySelectorAll(query)];
  const root = document.documentElement;
  const form = document.querySelector(".filter");
  const items = all(".register tbody tr"); // the number of an item is its place in the table
  const numbered = all("[data-i]");
  const calls = all(".calls li");
  const groups = all("[data-g]");
  const columns = ["item", "name", "who", "status", "value", "due"];
  const main = document.querySelector("main");
  const first = Number(main.dataset.lines); // lines of a point on the first screen
  const callsFirst = Number(main.dataset.calls); // units to ask first
  const presented = first - 2; // the same in large letters
  let at = ""; // the place that the address names besides the view
  let by = ""; // the column by which all items are sorted, with "-" where it falls

  // The view: what is shown, and in which order

  const chosen = () => Object.fromEntries(new FormData(form));
  const usual = (name, value) => !value || form.elements[name].options[0].value === value;

  const filter = () => {
    const { unit, chapter, status } = chosen();
    const on = Boolean(unit || chapter || status);
    const wanted = new Set();
    items.forEach((item, number) => {
      const { u, c, s } = item.dataset;
      const fits = (!unit || u.split(" ").includes(unit)) && (!chapter || c === chapter) && (!status || s === status);
      item.hidden = !fits;
      if (fits) wanted.add(number);
    });
    const count = new Map();
    for (const each of numbered) {
      const own = each.dataset.i ? each.dataset.i.split(" ") : [];
      const n = own.filter((number) => wanted.has(Number(number))).length;
      count.set(each, n);
      each.hidden = on && (!n || Boolean(unit && each.dataset.u && each.dataset.u !== unit));
      const told = each.querySelector(":scope > .n");
      if (told) told.textContent = n;
    }
    calls.forEach((call, place) => {
      call.hidden = unit ? call.dataset.u !== unit : place >= callsFirst;
    });
    for (const each of all(".calls")) each.hidden = Boolean(chapter || status) || calls.every((call) => call.hidden);
    for (const group of groups) {
      const lines = all("[data-i]", group).filter((line) => !line.hidden);
      const table = group.querySelector(".register");
      const n = table ? wanted.size : lines.reduce((sum, line) => sum + count.get(line), 0);
      group.hidden = on && !(table ? n : lines.length);
      const told = group.querySelector(":is(h2, h3) .n");
      if (told) told.textContent = n;
      if (group.matches(".point")) {
        lines.forEach((line, place) => {
          line.classList.toggle("beyond", place >= first);
          line.classList.toggle("later", place >= presented);
        });
        const left = lines.slice(first).reduce((sum, line) => sum + count.get(line), 0);
        const more = group.querySelector(".more");
        if (more) more.hidden = !left;
        if (left) more.querySelector(".left").textContent = left;
      }
    }
    for (const each of all(".whole")) each.hidden = on;
    for (const each of all("#rows, #changes")) each.hidden = on && !all("[data-g]", each).some((group) => !group.hidden);
    form.querySelector("output").textContent = `${wanted.size} / ${items.length}`;
    form.querySelector("button").hidden = !on;
    form.classList.toggle("on", on);
  };

  const order = () => {
    const sort = form.elements.sort;
    if (!sort) return;
    const place = Math.max([...sort.options].findIndex((each) => each.value === sort.value), 0);
    const rank = (row) => Number(row.dataset.k.split(" ")[place]);
    for (const rows of all(".group .rows")) rows.append(...[...rows.children].sort((a, b) => rank(a) - rank(b)));
  };

  const heads = all(".register thead th");
  const register = () => {
    const falls = by.startsWith("-");
    const column = columns.indexOf(by.replace("-", ""));
    heads.forEach((head, place) => {
      if (place === column) head.setAttribute("aria-sort", falls ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    const key = (row) => row.cells[column].dataset.k ?? row.cells[column].textContent.trim();
    const compare = (a, b) => key(a).localeCompare(key(b), root.lang, { numeric: true });
    const sorted = column < 0 ? items : [...items].sort((a, b) => (falls ? compare(b, a) : compare(a, b)));
    document.querySelector(".register tbody").append(...sorted);
  };

  // The address, by which a view can be sent

  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text; // no address of ours
    }
  };

  const tell = () => {
    const told = new URLSearchParams();
    for (const [name, value] of Object.entries(chosen())) if (!usual(name, value)) told.set(name, value);
    if (by) told.set("by", by);
    const view = told.toString();
    if (view && at) told.set("at", at);
    const fragment = view ? told.toString() : encodeURIComponent(at);
    history.replaceState(null, "", fragment ? `#${fragment}` : location.href.split("#")[0]);
  };

  const reveal = () => {
    const target = document.getElementById(at);
    if (!target) return;
    if (target.closest("[hidden]")) {
      for (const name of ["unit", "chapter", "status"]) if (form.elements[name]) form.elements[name].value = "";
      filter();
      tell();
    }
    for (let each = target; each; each = each.parentElement) {
      if (each.tagName === "DETAILS") each.open = true;
    }
    if (target.firstElementChild?.tagName === "DETAILS") target.firstElementChild.open = true;
    (target.parentElement.tagName === "DETAILS" ? target.parentElement : target).scrollIntoView();
  };

  const listen = () => {
    const fragment = location.hash.slice(1);
    if (fragment.includes("=")) {
      const asked = new URLSearchParams(fragment);
      for (const each of all("select", form)) {
        each.value = asked.get(each.name) ?? each.options[0].value;
        if (each.selectedIndex < 0) each.selectedIndex = 0;
      }
      by = columns.includes((asked.get("by") ?? "").replace("-", "")) ? asked.get("by") : "";
      at = asked.get("at") ?? "";
      show();
      if (!at) scrollTo(0, 0);
    } else {
      at = decoded(fragment);
      if (at) tell();
    }
    reveal();
  };

  const show = () => {
    filter();
    order();
    register();
  };

  const changed = () => {
    at = "";
    show();
    tell();
  };

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => {
      by = by === columns[column] ? `-${by}` : columns[column];
      register();
      tell();
    });
    head.append(button);
  });
  form.addEventListener("input", changed);
  form.addEventListener("reset", () => {
    by = "";
    setTimeout(changed);
  });
  form.addEventListener("submit", (event) => event.preventDefault());

  // One item after the other

  const start = document.querySelector(".present");
  const controls = document.querySelector(".steps");
  let slide = 0;
  const slides = () => [document.querySelector("#decide"), ...all("#rows .row").filter((row) => !row.closest("[hidden]"))];
  const leave = () => {
    for (const each of all(".now")) {
      if (each.tagName === "DETAILS") each.open = false;
      each.classList.remove("now");
    }
    for (const each of all(".way")) each.classList.remove("way");
  };
  const turn = (to) => {
    const found = slides();
    slide = Math.min(Math.max(to, 0), found.length - 1);
    leave();
    const now = found[slide];
    now.classList.add("now");
    if (now.tagName === "DETAILS") now.open = true;
    for (let each = now.parentElement; each.tagName !== "MAIN"; each = each.parentElement) each.classList.add("way");
    controls.querySelector(".place").textContent = `${slide + 1} / ${found.length}`;
    scrollTo(0, 0);
  };
  const present = (on) => {
    root.classList.toggle("presenting", on);
    controls.hidden = !on;
    if (on) turn(0);
    else leave();
    if (on) root.requestFullscreen?.().catch(() => {});
    else if (document.fullscreenElement) document.exitFullscreen();
  };
  if (start) {
    start.hidden = false;
    start.addEventListener("click", () => present(true));
    controls.querySelector(".next").addEventListener("click", () => turn(slide + 1));
    controls.querySelector(".back").addEventListener("click", () => turn(slide - 1));
    controls.querySelector(".stop").addEventListener("click", () => present(false));
    document.addEventListener("fullscreenchange", () => {
      if (!document.fullscreenElement && root.matches(".presenting")) present(false);
    });
    addEventListener("keydown", (event) => {
      if (!root.matches(".presenting")) return;
      const steps = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
      if (event.key in steps) turn(slide + steps[event.key]);
      else if (event.key === "Escape") present(false);
      else return;
      event.preventDefault();
    });
  }

  // On paper everything is unfolded where that was asked for.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = document.body.matches(".full") ? all("details:not([open])") : [];
    for (const each of folded) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of folded) each.open = false;
  });

  root.classList.add("scripted");
  form.hidden = false;
  addEventListener("hashchange", listen);
  show();
  listen();
})();
