// The live design desk. 250 ms after the last keystroke the form goes to the server, whose drawing and verdict replace
// the old ones. Another kind or unit brings its own fields. A logo is handed in as soon as it is chosen. Without this
// script the form's own buttons do the same.
const form = document.querySelector("#desk");
const result = document.querySelector("#result");
const said = document.querySelector("#said");

if (form && result) {
  let timer = 0;
  let running = null;
  let isOtherKind = false; // chosen, and its fields are not here yet
  let isHandedInAgain = false;

  // What the form says, also with the radio buttons beside the picture; a file is handed in by itself.
  const typed = () => {
    const found = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") found.append(name, value);
    return found;
  };
  const field = (name) => form.elements.namedItem(name);
  let drawn = String(typed()); // what the picture shows; behind the form while somebody types
  let isGoingOn = false;

  // A logo that was refused is told until another one is chosen; the drawing goes on with the last good one, and once it
  // has, the words are those of something past.
  let refusedLogo = "";
  let isRefusedNow = false;
  let lastChanged = ""; // the field that somebody touched last
  let blamed = { message: "", at: "" }; // the field at which the complaint that stands came up
  const tellAtField = (name, message) => {
    for (const line of form.querySelectorAll(".wrong")) {
      line.hidden = true;
      line.classList.remove("past");
    }
    for (const one of form.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
    if (name !== "logo" && refusedLogo) tellLogo();
    tell(name, message);
    // What does not fit may be the fault of a field far away: it is told where it came up, too.
    if (!message) blamed = { message: "", at: "" };
    else if (blamed.message !== message) blamed = { message, at: lastChanged };
    if (message && name !== "logo" && blamed.at !== name) tell(blamed.at, message);
  };
  const tellLogo = () => {
    if (isRefusedNow) return tell("logo", refusedLogo);
    const line = document.getElementById("logo-wrong");
    line.textContent = `${refusedLogo} ${form.dataset.leftOut}`;
    line.hidden = false;
    line.classList.add("past");
  };
  const tell = (name, message) => {
    if (!name || !message) return;
    const line = document.getElementById(`${name}-wrong`);
    const input = document.getElementById(name === "logo" ? "logo_file" : name);
    if (!line || !input) return;
    line.textContent = message;
    line.hidden = false;
    input.setAttribute("aria-invalid", "true");
    const section = input.closest("details");
    if (section) section.open = true;
  };

  // A design that cannot be drawn leaves the last drawing where it was, greyed; nothing jumps while somebody types.
  const show = (html) => {
    const place = document.createElement("template");
    place.innerHTML = html;
    const problem = place.content.querySelector("#problem");
    const opened = result.querySelector("details.files")?.open;
    if (problem && !place.content.querySelector(".picture")) {
      result.querySelector("#problem")?.remove();
      (result.querySelector(".sight") ?? result).prepend(problem);
      result.classList.add("stale");
    } else {
      const wasLooking = document.activeElement?.matches(".picture");
      result.replaceChildren(...place.content.childNodes);
      if (wasLooking) lookAgain();
      result.classList.remove("stale");
      if (opened) result.querySelector("details.files").open = true;
      said.textContent = result.querySelector("[data-said]")?.dataset.said ?? "";
    }
    look();
    const told = result.querySelector("#problem");
    tellAtField(told?.dataset.field, told?.dataset.message);
    // The server keeps logos for a while only: the file that is still chosen here is handed in once more.
    const file = document.getElementById("logo_file");
    if (told?.dataset.field === "logo" && file?.files.length && !isHandedInAgain) {
      isHandedInAgain = true;
      handIn(file);
    }
  };

  // The picture had the focus, as when somebody moves about in it: the new one takes it.
  const lookAgain = () => {
    const picture = result.querySelector(".picture");
    if (!picture) return;
    picture.tabIndex = 0;
    picture.focus({ preventScroll: true });
  };

  // A street is wider than the page: the sign is scrolled into the middle.
  const look = () => {
    const street = result.querySelector("[data-focus]");
    if (street) street.scrollLeft = street.scrollWidth * street.dataset.focus - street.clientWidth / 2;
  };

  // Gives the answer to a request, or null when a later one took its place or the server cannot be reached.
  const ask = async (address) => {
    if (running) running.abort();
    const mine = new AbortController();
    running = mine;
    result.classList.add("busy");
    try {
      const answer = await fetch(address, { signal: mine.signal });
      const text = await answer.text();
      if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
      return mine === running ? text : null;
    } catch (error) {
      if (error.name === "AbortError") return null;
      const line = result.querySelector("[data-offline]");
      if (line) line.hidden = false;
      return null;
    } finally {
      if (mine === running) result.classList.remove("busy");
    }
  };

  const redraw = async () => {
    if (isOtherKind) return refit();
    clearTimeout(timer);
    const query = typed();
    const html = await ask(`${form.dataset.live}?${query}`);
    if (html === null) return;
    show(html);
    drawn = String(query);
    // The address follows the form, so that a reload or a link shows the same sign.
    history.replaceState(null, "", `${form.getAttribute("action")}?${query}`);
  };

  // Another kind: its fields, views and drawing come together. What was typed meanwhile stays, and so do open sections.
  const refit = async () => {
    isOtherKind = true;
    clearTimeout(timer);
    const sent = typed();
    const html = await ask(`${form.getAttribute("action")}?${sent}`);
    if (html === null) return;
    isOtherKind = false;
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const now = typed();
    const open = [...form.querySelectorAll("details[open]")].map((one) => one.id);
    const focused = document.activeElement?.id;
    for (const part of document.querySelectorAll("[data-swap]")) {
      const other = fresh.getElementById(part.id);
      if (other) part.replaceChildren(...other.childNodes);
    }
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    let isLate = false;
    for (const box of form.querySelectorAll("[type=checkbox]")) {
      if (sent.has(box.name) === now.has(box.name)) continue;
      box.checked = now.has(box.name);
      isLate = true;
    }
    for (const [name, value] of now) {
      const input = field(name);
      if (sent.get(name) === value || !input || input.type === "checkbox" || name === "fitted") continue;
      input.value = value;
      isLate = true;
    }
    dress();
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    const answered = fresh.getElementById("result");
    show(answered ? answered.innerHTML : "");
    drawn = isLate ? "" : String(typed());
    if (isLate) return redraw();
    history.replaceState(null, "", `${form.getAttribute("action")}?${typed()}`);
  };

  // Whoever applies right after typing applies with what was typed: it is drawn and judged first.
  result.addEventListener("submit", async (event) => {
    if (!event.target.matches("[data-takes]") || drawn === String(typed())) return;
    event.preventDefault();
    if (isGoingOn) return;
    isGoingOn = true;
    await redraw();
    isGoingOn = false;
    if (!result.classList.contains("stale") && drawn === String(typed())) {
      result.querySelector("[data-takes]")?.requestSubmit();
    }
  });

  // Colour pickers, reset buttons and counters work only here, so only here are they seen.
  const dress = () => {
    for (const one of form.querySelectorAll("[data-swatch], [data-reset]")) one.hidden = false;
    for (const one of form.querySelectorAll("[data-send]")) one.hidden = true;
    for (const one of form.querySelectorAll("[data-swatch]")) paint(one);
    count();
  };
  // A colour may be written by its name; the server's table comes with the fields, and it has the last word.
  const colourOf = (words) => {
    const plain = words.normalize("NFKC").trim();
    if (/^#[0-9a-f]{6}$/i.test(plain)) return plain;
    const name = plain.toLowerCase().replace(/[\s_-]+/g, "").replace("gray", "grey").replace(/(.)色$/, "$1");
    return JSON.parse(document.getElementById("colour-names").dataset.colours)[name];
  };
  const paint = (swatch) => {
    const value = field(swatch.dataset.swatch).value.trim();
    swatch.value = (colourOf(value) ?? swatch.dataset.own).toLowerCase();
    form.querySelector(`[data-reset="${swatch.dataset.swatch}"]`).disabled = value === "";
  };
  const count = () => {
    const fitted = new URLSearchParams(field("fitted").value);
    for (const section of form.querySelectorAll("details.more")) {
      const inputs = [...section.querySelectorAll("[name]")].filter((one) => !["file", "submit"].includes(one.type));
      const set = inputs.filter((one) => (one.type === "checkbox" ? one.checked : one.value !== ""));
      const own = set.filter((one) => fitted.get(one.name) !== one.value).length;
      section.querySelector("[data-count]").textContent = own || "";
    }
  };

  const handIn = async (input) => {
    const file = input.files[0];
    if (!file) return;
    forgetRefusal();
    const refuse = (message) => {
      isRefusedNow = true;
      refusedLogo = `${file.name}: ${message}`;
      input.value = "";
      tellAtField("logo", refusedLogo);
    };
    if (file.size > Number(form.dataset.logoMost)) return refuse(form.dataset.large);
    const body = new FormData();
    body.append("logo_file", file);
    input.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.dataset.logo, { method: "POST", body, headers: { accept: "application/json" } });
      if (answer.status === 413) return refuse(form.dataset.large);
      const told = await answer.json();
      if (!answer.ok) return refuse(told.message ? `${told.message} ${told.hint}` : form.dataset.failed);
      keepLogo(told.logo);
      redraw();
    } catch {
      tellAtField("logo", form.dataset.failed);
    } finally {
      input.removeAttribute("aria-busy");
    }
  };
  const forgetRefusal = () => {
    refusedLogo = "";
    document.getElementById("logo-wrong").hidden = true;
    document.getElementById("logo_file").removeAttribute("aria-invalid");
  };
  const keepLogo = (id) => {
    field("logo").value = id;
    const seen = document.getElementById("logo-seen");
    if (id) seen.src = `${form.dataset.logo}/${id}`;
    seen.hidden = !id;
    form.querySelector("[data-drop]").hidden = !id;
    if (!id) {
      document.getElementById("logo_file").value = "";
      forgetRefusal();
    }
    count();
  };

  const changed = (event) => {
    const one = event.target;
    if (one.type === "file") return handIn(one);
    lastChanged = one.dataset.swatch || one.name;
    isRefusedNow = false;
    if (one.matches("[data-reload]")) return event.type === "change" && form.requestSubmit();
    if (one.matches("[data-refit]")) return event.type === "change" && refit();
    if (one.dataset.swatch) field(one.dataset.swatch).value = one.value.toUpperCase();
    const swatch = form.querySelector(`[data-swatch="${one.dataset.swatch || one.name}"]`);
    if (swatch) paint(swatch);
    count();
    clearTimeout(timer);
    timer = setTimeout(redraw, one.type === "radio" ? 0 : 250);
  };
  form.addEventListener("input", (event) => event.target.type !== "file" && changed(event));
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-refit], [data-reload], [type=file]")) changed(event);
  });
  // The radio buttons beside the picture belong to the form but do not lie in it.
  document.querySelector("#views")?.addEventListener("input", changed);

  // A size that was cleared is fitted again, and shown, when the field is left.
  form.addEventListener("focusout", (event) => {
    if (event.target.value === "" && ["width_mm", "height_mm"].includes(event.target.name)) refit();
  });

  form.addEventListener("click", (event) => {
    const reset = event.target.closest("[data-reset]");
    if (reset) {
      field(reset.dataset.reset).value = "";
      field(reset.dataset.reset).focus();
      paint(form.querySelector(`[data-swatch="${reset.dataset.reset}"]`));
      count();
      redraw();
    }
    if (event.target.closest("[data-drop]")) {
      event.preventDefault();
      keepLogo("");
      redraw();
    }
  });

  // An offer is a set of values for the form; taking it is filling them in.
  result.addEventListener("click", (event) => {
    const link = event.target.closest("#problem a, .settling a");
    if (link) {
      event.preventDefault();
      const input = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (input?.closest("details")) input.closest("details").open = true;
      return input?.focus();
    }
    const button = event.target.closest("button[data-offer]");
    if (!button) return;
    event.preventDefault();
    const values = JSON.parse(button.dataset.offer);
    for (const [name, value] of Object.entries(values)) {
      const input = field(name);
      if (input) input.value = value;
    }
    for (const swatch of form.querySelectorAll("[data-swatch]")) paint(swatch);
    count();
    if ("kind" in values) refit();
    else redraw();
  });

  dress();
  look();

  // What somebody changed before this script ran, or a browser that came back filled in again, is drawn now.
  const isTouched = (one) => {
    if (one.type === "checkbox" || one.type === "radio") return one.checked !== one.defaultChecked;
    if (one.tagName === "SELECT") {
      const begun = [...one.options].findIndex((option) => option.defaultSelected);
      return one.selectedIndex !== Math.max(begun, 0);
    }
    return ["text", "number", "search"].includes(one.type) && one.value !== one.defaultValue;
  };
  const touched = [...form.elements].filter((one) => one.name && isTouched(one));
  if (touched.some((one) => one.matches("[data-refit]"))) refit();
  else if (touched.length) {
    drawn = "";
    redraw();
  }
}
