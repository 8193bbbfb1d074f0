// Live redraw of the design desk: 300 ms after the last keystroke the form goes to the server, whose drawing and
// verdict replace the old ones. Without this script the form's own button does the same.
const form = document.querySelector("form[data-live]");
const result = document.querySelector("#result");

if (form && result) {
  let timer = 0;
  let running = null;

  const redraw = async () => {
    if (running) running.abort();
    running = new AbortController();
    const query = new URLSearchParams(new FormData(form));
    result.classList.add("busy");
    try {
      const answer = await fetch(`${form.dataset.live}?${query}`, { signal: running.signal });
      if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
      result.innerHTML = await answer.text();
      result.classList.remove("busy");
      // The address follows the form, so that a reload or a link shows the same sign.
      history.replaceState(null, "", `${form.getAttribute("action")}?${query}`);
    } catch (error) {
      if (error.name === "AbortError") return;
      result.classList.remove("busy");
      const line = result.querySelector("[data-offline]");
      if (line) line.hidden = false;
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(redraw, 300);
  });

  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-reload]")) form.requestSubmit();
  });

  // An offer is a set of values for the form; taking it is filling them in.
  result.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-offer]");
    if (!button) return;
    event.preventDefault();
    const values = JSON.parse(button.dataset.offer);
    for (const [name, value] of Object.entries(values)) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
    redraw();
  });
}
