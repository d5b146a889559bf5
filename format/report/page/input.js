// What keys and the pointer do.

function listenToKeys(page) {
  const box = page.list.box;
  const sight = () => Math.max(1, Math.floor(box.clientHeight / page.list.rowHeight) - 1);
  const move = (steps) => page.select(page.next(page.selected, steps));
  const clear = () => {
    page.filter.value = "";
    page.build();
    box.focus();
  };
  const everywhere = { Escape: clear };
  const inFilter = { Enter: () => box.focus(), ArrowDown: () => box.focus() };
  const outsideFilter = {
    j: () => move(1), k: () => move(-1),
    s: () => page.slowest.click(), p: () => page.plot.toggle.click(), t: () => page.details.asText.click(),
    "/": () => {
      page.filter.focus();
      page.filter.select();
    },
  };
  const inList = {
    ArrowDown: () => move(1), ArrowUp: () => move(-1), PageDown: () => move(sight()), PageUp: () => move(-sight()),
    Home: () => move(-Infinity), End: () => move(Infinity),
    ArrowLeft: () => page.fold(true), ArrowRight: () => page.fold(false), Enter: () => page.fold(false),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const here = { ...everywhere, ...event.target === page.filter ? inFilter : outsideFilter, ...event.target === box ? inList : {} };
    if (!Object.hasOwn(here, event.key)) return;
    here[event.key]();
    event.preventDefault();
  });
}

function listenToPointer(page) {
  const box = page.list.box;
  const rowOf = (event) => {
    const element = event.target.closest(".row");
    return element ? page.rows.indexOf(element.row) : -1;
  };
  box.addEventListener("click", (event) => {
    const i = rowOf(event);
    if (i >= 0 && page.rows[i].kind !== "pause") page.select(i);
  });
  box.addEventListener("dblclick", (event) => {
    const i = rowOf(event);
    if (i >= 0 && page.rows[i].kind === "folded") page.fold(false);
  });
  box.addEventListener("wheel", (event) => {
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    if (sideways !== 0) document.getElementById("sideways").scrollLeft += sideways;
  }, { passive: true });
  const toggle = document.getElementById("toggle-conversations");
  const show = (shown) => {
    document.body.classList.toggle("no-conversations", !shown);
    toggle.setAttribute("aria-expanded", String(shown));
  };
  toggle.addEventListener("click", () => show(document.body.classList.contains("no-conversations")));
  show(window.innerWidth >= 1000);
}
