// What keys and the pointer do.

function listenToKeys(page) {
  const box = page.list.box;
  const sight = () => Math.max(1, Math.floor(box.clientHeight / page.list.rowHeight) - 1);
  const steps = {
    ArrowDown: () => 1, j: () => 1, ArrowUp: () => -1, k: () => -1,
    PageDown: sight, PageUp: () => -sight(), Home: () => -Infinity, End: () => Infinity,
  };
  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (Object.hasOwn(steps, event.key)) page.select(page.next(page.selected, steps[event.key]()));
    else if (event.key === "ArrowLeft") page.fold(true);
    else if (event.key === "ArrowRight" || event.key === "Enter") page.fold(false);
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "/" && event.target !== page.filter) {
      page.filter.focus();
      page.filter.select();
      event.preventDefault();
    } else if (event.key === "Escape") {
      page.filter.value = "";
      page.build();
      box.focus();
    } else if (event.target === page.filter && (event.key === "Enter" || event.key === "ArrowDown")) {
      box.focus();
      event.preventDefault();
    }
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
