// What is wrong with the charts of a page: unpainted ones, text over text, text beyond its chart.
() => {
  const found = [];
  for (const box of document.querySelectorAll(".chart")) {
    const svg = box.querySelector("svg");
    if (!svg || svg.querySelectorAll("path, rect, circle, polygon, polyline").length < 3) {
      found.push(`${box.id}: not painted`);
      continue;
    }
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")]
      .filter((text) => text.textContent.trim() && getComputedStyle(text).visibility !== "hidden")
      .map((text) => ({ says: text.textContent, at: text.getBoundingClientRect() }))
      .filter((text) => text.at.width > 0);
    for (const { says, at } of texts) {
      const out = Math.max(frame.left - at.left, at.right - frame.right, frame.top - at.top,
        at.bottom - frame.bottom);
      if (out > 2) found.push(`${box.id}: '${says}' is ${out.toFixed(0)} px outside`);
    }
    texts.forEach((one, i) => texts.slice(i + 1).forEach((other) => {
      const wide = Math.min(one.at.right, other.at.right) - Math.max(one.at.left, other.at.left);
      const high = Math.min(one.at.bottom, other.at.bottom) - Math.max(one.at.top, other.at.top);
      if (wide > 3 && high > 5) found.push(`${box.id}: '${one.says}' over '${other.says}'`);
    }));
  }
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) found.push(`page scrolls sideways: ${root.scrollWidth}`);
  return found;
}
