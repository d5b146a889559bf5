// The lines between panes, which can be dragged or moved with the arrow keys. Each sets a
// length that the style uses.

function makeSplitter(handle) {
  const flat = handle.classList.contains("flat");
  const name = handle.dataset.resizes;
  const root = document.documentElement;
  // The pane above or at the left grows to the right; the details are below.
  const pane = flat ? handle.nextElementSibling : handle.previousElementSibling;
  const length = () => flat ? pane.offsetHeight : pane.offsetWidth;
  const resize = (pixels) => {
    const room = flat ? root.clientHeight : root.clientWidth;
    root.style.setProperty(name, `${Math.round(Math.max(60, Math.min(pixels, room - 160)))}px`);
  };
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
