// Copies text. A page from a file may not be allowed to: then people copy by hand.

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByHand(text);
  }
}

// copyByHand tries the old way, and leaves the text selected in a window if that fails.
function copyByHand(text) {
  const dialog = document.getElementById("by-hand");
  const area = dialog.querySelector("textarea");
  area.value = text;
  dialog.showModal();
  area.focus();
  area.select();
  let copied = false;
  try {
    copied = document.execCommand("copy");
  } catch { /* the dialog stays */ }
  if (copied) dialog.close();
  return copied;
}
