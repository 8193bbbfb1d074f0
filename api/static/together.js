// The form for several items: what is ticked decides what it asks for, at once and with nothing lost.
// Without this script the button "update" asks the server for the same; here it is taken away.

const form = document.getElementById("together");
const boxes = [...form.querySelectorAll('input[name="items"]')];
const told = document.getElementById("days");
const SEPARATOR = " · "; // between the formats that a paper is taken in and the items that ask for it

const codesOf = (words) => words.split(" ").filter(Boolean);
const nameOf = (box) => box.closest("label").textContent.trim();

function show(element, isShown) {
  element.hidden = !isShown;
  // What is not asked for is not sent; it stays in the page, so that ticking again brings it back as it was.
  for (const field of element.querySelectorAll("input, select, textarea")) field.disabled = !isShown;
}

function sayWhoAsks(element, asking) {
  const line = element.querySelector(":scope > .field > small[id$='-in']");
  if (!line || !asking.length) return;
  const formats = line.textContent.split(SEPARATOR)[0];
  const who = asking.length > 1 ? form.dataset.shared.replace("{n}", asking.length) : nameOf(asking[0]);
  line.textContent = formats + SEPARATOR + who;
}

function sayDays(ticked) {
  const apart = ticked.reduce((sum, box) => sum + Number(box.dataset.days), 0);
  const saved = apart - Number(told.dataset.joint);
  const values = { count: ticked.length, apart, saved };
  for (const [name, value] of Object.entries(values)) told.querySelector(`[data-value="${name}"]`).textContent = value;
  told.querySelector('[data-part="some"]').hidden = ticked.length < 2;
  told.querySelector('[data-part="few"]').hidden = ticked.length >= 2;
  told.querySelector('[data-part="saved"]').hidden = saved <= 0;
  const filed = told.querySelector('[data-part="filed"]');
  if (filed) filed.hidden = ticked.length < 2 || !ticked.some((box) => box.dataset.filed);
  told.classList.toggle("good", ticked.length >= 2);
}

function update() {
  const ticked = boxes.filter((box) => box.checked);
  const codes = new Set(ticked.map((box) => box.value));
  for (const element of form.querySelectorAll("[data-items]")) {
    const asking = ticked.filter((box) => codesOf(element.dataset.items).includes(box.value));
    show(element, asking.length > 0);
    sayWhoAsks(element, asking);
  }
  for (const element of form.querySelectorAll("[data-unless]")) {
    element.hidden = codesOf(element.dataset.unless).some((code) => codes.has(code));
  }
  sayDays(ticked);
}

document.getElementById("update").remove();
for (const box of boxes) box.addEventListener("change", update);
window.addEventListener("pageshow", update); // a browser that goes back ticks what was ticked
update();
