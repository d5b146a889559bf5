// The lines between panes, which can be dragged or moved with the arrow keys. Each sets a
// length that the style uses, and tells it as its value.

const leastPane = 60, leastRest = 160; // pixels

function makeSplitter(handle) {
  const flat = handle.classList.contains("flat");
  const name = handle.dataset.resizes;
  const root = document.documentElement;
  // The pane at the left grows to the right; the details, which are below, upwards.
  const pane = document.getElementById(handle.getAttribute("aria-controls"));
  const length = () => flat ? pane.offsetHeight : pane.offsetWidth;
  const most = () => Math.max(leastPane, (flat ? root.clientHeight : root.clientWidth) - leastRest);
  const resize = (pixels) => root.style.setProperty(name, `${Math.round(Math.max(leastPane, Math.min(pixels, most())))}px`);
  const tell = () => {
    const now = length();
    handle.setAttribute("aria-valuemin", String(Math.min(leastPane, now))); // 0 of a pane that is hidden
    handle.setAttribute("aria-valuemax", String(Math.max(most(), now)));
    handle.setAttribute("aria-valuenow", String(now));
    handle.setAttribute("aria-valuetext", `${now} pixels`);
  };
  new ResizeObserver(tell).observe(pane);
  new ResizeObserver(tell).observe(root);
  tell();
  handle.addEventListener("pointerdown", (event) => {
    const start = flat ? event.clientY : event.clientX, before = length();
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = (e) => resize(before + (flat ? start - e.clientY : e.clientX - start));
    handle.onlostpointercapture = () => { handle.onpointermove = null; };
    event.preventDefault();
  });
  handle.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -16, ArrowUp: 16, ArrowRight: 16, ArrowDown: -16 }[event.key];
    if (step === undefined) return;
    resize(length() + step);
    event.preventDefault();
    event.stopPropagation();
  });
}
