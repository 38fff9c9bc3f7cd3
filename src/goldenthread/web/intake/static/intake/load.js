// Looks every two seconds whether the load has moved on, and shows the page again when it has. Without script
// the page's own link does the same.
const shown = document.querySelector("[data-load-state]");
const LONGEST = 20 * 60 * 1000;

async function look() {
  try {
    const answer = await fetch(window.location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-load-state]");
    if (!now || now.dataset.loadState !== shown.dataset.loadState) {
      window.location.reload();
      return;
    }
  } catch {
    // The site may be starting again: look once more later.
  }
  if (performance.now() < LONGEST) window.setTimeout(look, 2000);
}

if (shown) window.setTimeout(look, 1000);
