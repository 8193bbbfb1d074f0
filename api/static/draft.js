// Two clicks for the scale, two for the sign's corners. The number fields stay the truth: a click fills them, arrow keys
// move a point by one pixel (Shift: ten), and typing in a field moves the mark. Without this script the fields suffice.
const board = document.getElementById("board");
const form = document.getElementById("measure");
const tools = document.getElementById("tools");
const live = document.getElementById("live");
if (board && form && tools) start();

function start() {
  const SVG = "http://www.w3.org/2000/svg";
  const width = Number(board.dataset.width), height = Number(board.dataset.height);
  const image = document.getElementById("draft");
  const zh = document.documentElement.lang.startsWith("zh");
  const points = {
    a: [form.x1, form.y1], b: [form.x2, form.y2], c: [form.sx1, form.sy1], d: [form.sx2, form.sy2],
  };
  const order = ["a", "b", "c", "d"];
  const labels = { a: "①", b: "②", c: "③", d: "④" };

  const over = document.createElementNS(SVG, "svg");
  over.setAttribute("viewBox", `0 0 ${width} ${height}`);
  over.setAttribute("class", "marks");
  const line = add("line", "scale-line"), box = add("rect", "sign-box");
  const marks = Object.fromEntries(order.map((key) => [key, mark(key)]));
  board.append(over);
  tools.hidden = false;

  function add(name, kind) {
    const node = document.createElementNS(SVG, name);
    node.setAttribute("class", kind);
    over.append(node);
    return node;
  }

  function mark(key) {
    const group = add("g", `mark mark-${key}`);
    group.setAttribute("tabindex", "0");
    group.setAttribute("role", "img");
    group.innerHTML = `<path class="halo"/><path class="cross"/><text>${labels[key]}</text>`;
    group.addEventListener("keydown", (event) => nudge(event, key));
    group.addEventListener("focus", () => choose(key));
    return group;
  }

  const value = (key) => points[key].map((field) => field.value.trim() === "" ? NaN : Number(field.value));
  const chosen = () => tools.querySelector("input[name=mark]:checked").value;
  const choose = (key) => { tools.querySelector(`input[name=mark][value=${key}]`).checked = true; };

  function put(key, x, y) {
    points[key][0].value = String(Math.round(Math.min(Math.max(x, 0), width) * 10) / 10);
    points[key][1].value = String(Math.round(Math.min(Math.max(y, 0), height) * 10) / 10);
    draw();
  }

  function nudge(event, key) {
    const step = event.shiftKey ? 10 : 1;
    const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (!move) return;
    event.preventDefault();
    const [x, y] = value(key);
    put(key, x + move[0], y + move[1]);
  }

  // Each point is as exact as it was set; the least exact of them counts for the whole measure.
  const precision = Object.fromEntries(order.map((key) => [key, Number(form.click.value) || 1]));
  function setPrecision(key, pixels) {
    precision[key] = pixels;
    form.click.value = String(Math.max(...Object.values(precision)));
  }

  // What a screen pixel is in pixels of the picture: a click cannot be more exact than that.
  const shown = () => width / Math.max(1, image.getBoundingClientRect().width);

  board.addEventListener("click", (event) => {
    const frame = image.getBoundingClientRect();
    const x = (event.clientX - frame.left) * shown(), y = (event.clientY - frame.top) * shown();
    if (x < 0 || y < 0 || x > width || y > height) return;
    const key = chosen();
    setPrecision(key, Math.max(1, Math.ceil(shown() * 10) / 10));
    put(key, x, y);
    const next = order.find((other) => Number.isNaN(value(other)[0]));
    choose(next ?? key);
    marks[key].focus({ preventScroll: true });
    if (next) choose(next);
    if (key === "b" && !form.distance_mm.value) form.distance_mm.focus({ preventScroll: true });
  });

  for (const key of order) for (const field of points[key]) field.addEventListener("input", () => {
    setPrecision(key, 1); // typed, so that it is meant to the pixel
    draw();
  });
  form.distance_mm.addEventListener("input", draw);
  tools.addEventListener("change", (event) => {
    if (event.target.name !== "zoom") return;
    board.classList.toggle("full", event.target.value === "full");
    draw();
  });
  addEventListener("resize", draw);

  function draw() {
    const unit = shown();
    over.style.width = `${image.clientWidth}px`;
    over.style.height = `${image.clientHeight}px`;
    for (const key of order) {
      const [x, y] = value(key), there = Number.isFinite(x) && Number.isFinite(y);
      marks[key].toggleAttribute("hidden", !there);
      if (!there) continue;
      const r = 9 * unit, cross = `M${x - r} ${y}h${2 * r}M${x} ${y - r}v${2 * r}`;
      marks[key].querySelector(".halo").setAttribute("d", cross);
      marks[key].querySelector(".cross").setAttribute("d", cross);
      const text = marks[key].querySelector("text");
      text.setAttribute("x", x + 6 * unit);
      text.setAttribute("y", y - 6 * unit);
      text.setAttribute("font-size", 15 * unit);
      marks[key].setAttribute("aria-label", `${labels[key]} ${x}, ${y}`);
    }
    over.setAttribute("stroke-width", unit);
    const [ax, ay] = value("a"), [bx, by] = value("b"), [cx, cy] = value("c"), [dx, dy] = value("d");
    const length = Math.hypot(bx - ax, by - ay), isScaled = Number.isFinite(length), isBoxed = Number.isFinite(cx + cy + dx + dy);
    line.toggleAttribute("hidden", !isScaled);
    box.toggleAttribute("hidden", !isBoxed);
    if (isScaled) for (const [name, at] of [["x1", ax], ["y1", ay], ["x2", bx], ["y2", by]]) line.setAttribute(name, at);
    if (isBoxed) {
      const sides = { x: Math.min(cx, dx), y: Math.min(cy, dy), width: Math.abs(dx - cx), height: Math.abs(dy - cy) };
      for (const [name, at] of Object.entries(sides)) box.setAttribute(name, at);
    }
    const distance = Number(form.distance_mm.value);
    if (isScaled && distance > 0 && length > 0) {
      const scale = distance / length, said = `1 px = ${scale.toFixed(2)} mm`;
      const size = isBoxed ? (zh ? `，招牌约 ` : `, sign about `) + `${Math.round(Math.abs(dx - cx) * scale)} × ${Math.round(Math.abs(dy - cy) * scale)} mm` : "";
      live.textContent = said + size;
    } else if (isScaled) live.textContent = `${length.toFixed(1)} px`;
  }

  draw();
}
