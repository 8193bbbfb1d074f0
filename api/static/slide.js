// The sign is moved along its front: dragged in the picture, or with the buttons and arrow keys above it. All of it fills
// in the form's offset, as typing there does, and the desk draws and judges anew.
const form = document.querySelector("#desk");
const result = document.querySelector("#result");
const views = document.querySelector("#views");
const STEP_MM = 10; // what a hand is rounded to, and an arrow key moves

if (form && result && views) {
  const offset = () => form.elements.namedItem("offset_mm");
  const sign = () => result.querySelector(`.picture svg #${CSS.escape(`sign-${form.elements.namedItem("unit").value}`)}`);

  const moveTo = (mm) => {
    offset().value = String(Math.round(mm / STEP_MM) * STEP_MM);
    offset().dispatchEvent(new Event("input", { bubbles: true }));
  };
  const now = () => Number(offset().value) || 0;

  // Only views that show the sign on its front have something to move; every redraw brings a new picture.
  const dress = () => {
    const group = offset() && sign();
    group?.classList.add("movable");
    const buttons = document.getElementById("slide");
    if (buttons) buttons.hidden = !group;
  };
  new MutationObserver(dress).observe(result, { childList: true });
  dress();

  let held = null;
  result.addEventListener("pointerdown", (event) => {
    const group = event.target.closest?.(".movable");
    if (!group || event.button !== 0 || result.classList.contains("stale")) return;
    event.preventDefault(); // no text is selected, no picture dragged away
    const mmPerPixel = 1 / group.ownerSVGElement.getScreenCTM().a;
    held = { group, x: event.clientX, mmPerPixel, from: now(), pointer: event.pointerId };
    group.setPointerCapture(event.pointerId);
    group.classList.add("moving");
  });
  const dragged = (event) => (event.clientX - held.x) * held.mmPerPixel;
  result.addEventListener("pointermove", (event) => {
    if (held?.pointer === event.pointerId) held.group.setAttribute("transform", `translate(${dragged(event)} 0)`);
  });
  const letGo = (event, isMeant) => {
    if (held?.pointer !== event.pointerId) return;
    const { group, from } = held;
    const by = dragged(event);
    held = null;
    group.classList.remove("moving");
    if (isMeant && Math.abs(by) >= STEP_MM / 2) moveTo(from + by);
    else group.removeAttribute("transform");
  };
  result.addEventListener("pointerup", (event) => letGo(event, true));
  result.addEventListener("pointercancel", (event) => letGo(event, false));

  views.addEventListener("click", (event) => {
    const button = event.target.closest("[data-by]");
    if (button) moveTo(now() + Number(button.dataset.by));
  });
  views.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!way || !event.target.closest("[data-by]")) return;
    event.preventDefault();
    moveTo(now() + way * STEP_MM);
  });
}
