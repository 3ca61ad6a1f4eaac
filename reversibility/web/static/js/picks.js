// Keeps the ticks of a long list from page to page, in this tab, until they are sent or taken back.
// Without it they hold for the page on which they were made.
(() => {
  const form = document.getElementById("lot");
  const told = document.getElementById("picked-elsewhere");
  if (!form || !told) return;

  const KEY = "reversibility-picked";
  let picked;
  try {
    picked = new Set(JSON.parse(sessionStorage.getItem(KEY) || "[]"));
  } catch {
    return;
  }
  const boxes = [...document.querySelectorAll("input.row-pick")];
  const here = new Set(boxes.map((box) => box.value));
  const elsewhere = () => [...picked].filter((id) => !here.has(id));

  const keep = () => {
    sessionStorage.setItem(KEY, JSON.stringify([...picked]));
    const count = elsewhere().length;
    const text = count === 1 ? told.dataset.one : told.dataset.many;
    told.querySelector("output").textContent = text.replace("{}", String(count));
    told.hidden = count === 0;
  };

  for (const box of boxes) {
    box.checked = box.checked || picked.has(box.value);
    if (box.checked) picked.add(box.value);
    box.addEventListener("change", () => {
      if (box.checked) picked.add(box.value);
      else picked.delete(box.value);
      keep();
    });
  }
  told.querySelector("button").addEventListener("click", () => {
    for (const id of elsewhere()) picked.delete(id);
    keep();
  });
  form.addEventListener("submit", () => {
    for (const id of elsewhere()) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: "id", value: id });
      form.append(field);
    }
    sessionStorage.removeItem(KEY);
  });
  keep();
})();
