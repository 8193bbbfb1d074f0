// The picture is looked at closely: larger inside its frame, which scrolls. Buttons, keys (+ − 0, arrows) on the picture
// or on them, the wheel with Ctrl, a double click; moved by buttons, arrow keys, scroll bars, or dragging beside the sign.
// It is really larger, so that whoever drags the sign in it still reads millimetres off its own scale.
const form = document.querySelector("#desk");
const result = document.querySelector("#result");
const views = document.querySelector("#views");
const STEPS = [1, 1.25, 1.5, 2, 3, 4, 6, 8];
const MOST = STEPS.at(-1);
const PAN = 0.25; // of what is seen, a press moves

if (form && result && views) {
  let factor = 1;
  let middle = null; // what stands in the middle of the frame, in the drawing's own millimetres
  let aim = null; // what buttons and keys enlarge, as such a point; null: whatever is in the middle
  let kind = ""; // which sort of view that was

  const picture = () => result.querySelector(".picture");
  const drawing = () => picture()?.querySelector("svg");
  const tools = () => document.getElementById("zoom");
  const kindOf = (frame) => ["face", "street"].find((one) => frame.classList.contains(one)) ?? "front"; // or with marks

  const pointAt = (x, y) => new DOMPoint(x, y).matrixTransform(drawing().getScreenCTM().inverse());
  const centreOf = (frame) => {
    const box = frame.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const signIn = () => {
    const sign = drawing().querySelector(`#${CSS.escape(`sign-${form.elements.namedItem("unit").value}`)}`);
    if (!sign) return null;
    const box = sign.getBoundingClientRect();
    return pointAt(box.left + box.width / 2, box.top + box.height / 2);
  };
  const bring = (frame, point, x, y) => {
    const now = point.matrixTransform(drawing().getScreenCTM());
    frame.scrollLeft += now.x - x;
    frame.scrollTop += now.y - y;
  };

  // Sizes go through the object model: the page's policy allows no style in its text.
  const size = (frame, svg) => {
    for (const name of ["width", "height", "max-width", "max-height", "min-width"]) svg.style.removeProperty(name);
    frame.style.removeProperty("height");
    frame.classList.toggle("zoomed", factor > 1);
    if (factor === 1) return;
    const fit = svg.getBoundingClientRect();
    frame.style.height = `${frame.offsetHeight}px`;
    svg.style.width = `${fit.width * factor}px`;
    svg.style.height = `${fit.height * factor}px`;
    svg.style.maxWidth = svg.style.maxHeight = "none";
    svg.style.minWidth = "0";
  };

  const zoomTo = (wanted, x, y) => {
    const frame = picture();
    if (!frame || !drawing()) return;
    const next = Math.min(Math.max(wanted, 1), MOST);
    if (next === factor) return tell();
    const [cx, cy] = x === undefined ? centreOf(frame) : [x, y];
    const point = pointAt(cx, cy);
    factor = next;
    size(frame, drawing());
    bring(frame, point, cx, cy);
    middle = pointAt(...centreOf(frame));
    tell();
  };
  // Whoever looks closer looks at the sign, until they have moved on from it.
  const step = (way) => {
    if (factor === 1) aim = drawing() && signIn();
    zoomTo((way > 0 ? STEPS.find((s) => s > factor + 0.01) : STEPS.findLast((s) => s < factor - 0.01)) ?? factor);
    if (!aim || !drawing()) return;
    bring(picture(), aim, ...centreOf(picture()));
    middle = pointAt(...centreOf(picture()));
  };
  const pan = (x, y) => {
    const frame = picture();
    aim = null;
    frame.scrollBy(x * PAN * frame.clientWidth, y * PAN * frame.clientHeight);
  };

  const percent = () => `${Math.round(factor * 100)}%`;
  const tell = () => {
    dress();
    const said = document.getElementById("zoomed");
    if (said) said.textContent = `${tools().dataset.said} ${percent()}`;
  };
  // Buttons that can do nothing more stay where they are, so that focus does: they say so.
  const dress = () => {
    const bar = tools();
    if (!bar) return;
    bar.hidden = !drawing();
    bar.querySelector(".pan").hidden = factor === 1;
    const whole = bar.querySelector("[data-zoom='0']");
    whole.textContent = percent();
    whole.setAttribute("aria-label", `${whole.dataset.label} ${percent()}`);
    for (const button of bar.querySelectorAll("[data-zoom]")) {
      const isAtEnd = button.dataset.zoom === "1" ? factor >= MOST : factor <= 1;
      button.toggleAttribute("aria-disabled", isAtEnd);
      if (isAtEnd) button.setAttribute("aria-disabled", "true");
    }
  };

  // A redraw brings another picture of the same place: what was looked at stays in sight.
  const arrive = () => {
    const frame = picture(), svg = drawing();
    if (frame && svg) {
      frame.tabIndex = 0;
      frame.setAttribute("role", "group");
      if (!frame.hasAttribute("aria-label")) frame.setAttribute("aria-label", tools()?.dataset.label ?? "");
      if (kindOf(frame) !== kind) factor = 1;
      kind = kindOf(frame);
      if (factor > 1) {
        size(frame, svg);
        if (middle) bring(frame, middle, ...centreOf(frame));
      }
    }
    dress();
  };
  new MutationObserver(arrive).observe(result, { childList: true });
  arrive();
  addEventListener("resize", arrive);
  result.addEventListener("scroll", (event) => {
    if (event.target === picture() && factor > 1) middle = pointAt(...centreOf(event.target));
  }, true);

  // The picture stays in sight below these buttons, on however many lines they are.
  new ResizeObserver(() => views.parentElement.style.setProperty("--above", `${views.offsetHeight - 2}px`)).observe(views);

  views.addEventListener("click", (event) => {
    const button = event.target.closest("[data-zoom], [data-pan]");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    if (button.dataset.pan) return pan(...button.dataset.pan.split(" ").map(Number));
    const way = Number(button.dataset.zoom);
    if (way) step(way);
    else zoomTo(1);
  });
  // Single keys act only while the picture or its buttons have the focus.
  const onKey = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !event.target.closest(".picture, #zoom")) return;
    if (event.key.startsWith("Arrow")) aim = null;
    const act = { "+": () => step(1), "=": () => step(1), "-": () => step(-1), 0: () => zoomTo(1) }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  result.addEventListener("keydown", onKey);
  views.addEventListener("keydown", onKey);

  result.addEventListener("wheel", (event) => {
    if (!event.target.closest(".picture")) return;
    aim = null;
    if (!(event.ctrlKey || event.metaKey)) return;
    event.preventDefault(); // the page itself stays as large as it is
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * 33;
    zoomTo(factor * Math.exp(-pixels / 400), event.clientX, event.clientY);
  }, { passive: false });
  result.addEventListener("dblclick", (event) => {
    if (!event.target.closest(".picture")) return;
    aim = null;
    zoomTo(factor >= MOST ? 1 : factor * 2, event.clientX, event.clientY);
  });

  // Fingers scroll the frame by themselves; a mouse or pen takes hold of what is no sign.
  let held = null;
  result.addEventListener("pointerdown", (event) => {
    const frame = event.target.closest(".picture");
    if (!frame || event.button !== 0 || event.pointerType === "touch" || event.target.closest(".movable")) return;
    if (frame.scrollWidth <= frame.clientWidth && frame.scrollHeight <= frame.clientHeight) return;
    if (event.offsetX > frame.clientWidth && event.target === frame) return; // its scroll bar
    aim = null;
    held = { frame, pointer: event.pointerId, x: event.clientX + frame.scrollLeft, y: event.clientY + frame.scrollTop };
    frame.setPointerCapture(event.pointerId);
    frame.classList.add("panning");
  });
  result.addEventListener("pointermove", (event) => {
    if (held?.pointer === event.pointerId) held.frame.scrollTo(held.x - event.clientX, held.y - event.clientY);
  });
  const letGo = (event) => {
    if (held?.pointer !== event.pointerId) return;
    held.frame.classList.remove("panning");
    held = null;
  };
  result.addEventListener("pointerup", letGo);
  result.addEventListener("pointercancel", letGo);
  result.addEventListener("touchmove", () => (aim = null), { passive: true });
  result.addEventListener("dragstart", (event) => event.target.closest(".picture") && event.preventDefault());
}
