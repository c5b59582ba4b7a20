"use strict";
// Paints the charts of the page. Options come as JSON; words in them that start with @ or = stand
// for colours of the theme, formatters and shapes (funnelsim.reports.html.options).
(() => {
  const DATA = JSON.parse(document.getElementById("charts").textContent);
  const SIGNS = DATA.signs;
  const root = document.documentElement;
  const charts = [];
  const PHONE = 560;
  const CELL = 40; // pixels that the number in a cell needs

  const colour = (name) => getComputedStyle(root).getPropertyValue("--" + name).trim();
  const trimmed = (x, digits) => String(parseFloat(x.toPrecision(digits)));
  const short = (size) => {
    for (const [step, letter] of [[1e12, "T"], [1e9, "B"], [1e6, "M"], [1e3, "k"]]) {
      if (size >= step * 0.9995) return trimmed(size / step, 3) + letter;
    }
    return trimmed(size, 3);
  };
  const percent = (x) => trimmed(x * 100, 3) + " %";
  const hours = (x) => {
    const size = Math.abs(x);
    if (size === 0) return "0 h";
    if (size < 1 / 60) return trimmed(x * 3600, 2) + " s";
    if (size < 1) return trimmed(x * 60, 2) + " min";
    return size < 48 ? trimmed(x, 3) + " h" : trimmed(x / 24, 3) + " d";
  };
  const units = (currency) => {
    const sign = SIGNS[currency] || (currency ? currency + " " : "");
    return {
      count: (x) => (Math.abs(x) >= 1e4 ? (x < 0 ? "-" : "") + short(Math.abs(x)) : trimmed(x, 5)),
      money: (x) => (x < 0 ? "-" : "") + sign + short(Math.abs(x)),
      share: percent, chance: percent, ratio: percent, hours,
      days: (x) => (x === 0 ? "0 d" : hours(x * 24)), number: (x) => trimmed(x, 5), text: String,
    };
  };

  const escaped = (text) => {
    const node = document.createElement("span");
    node.textContent = text;
    return node.innerHTML;
  };
  const lines = (texts) => texts.map((text, i) => {
    const tag = i ? "div" : "b";
    return `<${tag} dir="auto" style="display:block;max-width:20rem;white-space:normal">` +
      `${escaped(text)}</${tag}>`;
  }).join("");
  const tip = (option) => (of) => {
    if (Array.isArray(of)) return of.length ? lines(option.tips[of[0].dataIndex] || []) : "";
    return of.data && of.data.tip ? lines(of.data.tip) : "";
  };

  const values = (data) => data.map((one) => (Array.isArray(one) ? one : one.value));
  const ink = () => ({ fill: colour("text"), font: "12px system-ui, sans-serif" });
  const rect = (x, y, width, height, style) => ({
    type: "rect", shape: { x: Math.min(x, x + width), y, width: Math.abs(width), height }, style,
  });
  const stroke = (x1, y1, x2, y2, style) => ({
    type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: style.fill, lineWidth: 2 },
  });

  // Each shape is given its series and returns ECharts' renderItem.
  const SHAPES = {
    band: (series) => (params, api) => {
      if (params.dataIndexInside !== 0) return null;
      const rows = values(series.data);
      const low = rows.map(([x, a]) => api.coord([x, a]));
      const high = rows.map(([x, , b]) => api.coord([x, b]));
      return { type: "polygon", shape: { points: low.concat(high.reverse()) }, style: api.style() };
    },
    whisker: () => (params, api) => {
      const [x, low] = api.coord([api.value(0), api.value(1)]);
      const [, high] = api.coord([api.value(0), api.value(2)]);
      return { type: "group", children: [
        stroke(x, low, x, high, api.style()),
        stroke(x - 5, low, x + 5, low, api.style()), stroke(x - 5, high, x + 5, high, api.style()),
      ] };
    },
    bin: () => (params, api) => {
      const [left, top] = api.coord([api.value(0), api.value(2)]);
      const [right, ground] = api.coord([api.value(1), 0]);
      return rect(left, top, Math.max(1, right - left - 1), ground - top, api.style());
    },
    lying: (series) => (params, api) => {
      const data = series.data[params.dataIndex];
      const [x, y] = api.coord([api.value(1), api.value(0)]);
      const [low] = api.coord([api.value(2), api.value(0)]);
      const [high] = api.coord([api.value(3), api.value(0)]);
      const edge = params.coordSys.x + params.coordSys.width + 6;
      const children = [{ type: "text", style: { ...ink(), text: data.says, x: edge, y,
        textVerticalAlign: "middle", width: 86, overflow: "break" } }];
      if (data.value[1] !== null) {
        children.push(
          { type: "circle", shape: { cx: x, cy: y, r: 5 }, style: { fill: api.style().fill } });
        if (high > low) children.push(
          stroke(low, y, high, y, api.style()),
          stroke(low, y - 5, low, y + 5, api.style()), stroke(high, y - 5, high, y + 5, api.style()));
      }
      return { type: "group", children };
    },
    step: (series) => (params, api) => {
      const [start, y] = api.coord([api.value(1), api.value(0)]);
      const [end] = api.coord([api.value(2), api.value(0)]);
      const height = Math.min(24, api.size([0, 1])[1] * 0.7);
      const says = series.data[params.dataIndex].says;
      return { type: "group", children: [
        rect(start, y - height / 2, Math.abs(end - start) < 1 ? 1 : end - start, height, api.style()),
        { type: "text", style: { ...ink(), text: says, x: Math.max(start, end) + 5, y,
          textVerticalAlign: "middle" } },
      ] };
    },
    span: (series) => (params, api) => {
      const [begin, y] = api.coord([api.value(1), api.value(0)]);
      const [end] = api.coord([api.value(2), api.value(0)]);
      const says = series.data[params.dataIndex].says;
      const children = [rect(begin, y - 13, Math.max(1, end - begin), 26,
        { ...api.style(), opacity: 0.45 })];
      if (end - begin > 40) children.push({ type: "text", style: { ...ink(), text: says,
        x: begin + 4, y: y - 24, width: end - begin - 4, overflow: "truncate" } });
      return { type: "group", children };
    },
  };

  const filled = (value, key, scope) => {
    if (Array.isArray(value)) return value.map((one) => filled(one, key, scope));
    if (value && typeof value === "object") {
      const inner = value.renderItem ? { ...scope, series: value } : scope;
      return Object.fromEntries(
        Object.entries(value).map(([name, one]) => [name, filled(one, name, inner)]));
    }
    if (typeof value !== "string" || "@=".indexOf(value[0]) < 0) return value;
    const word = value.slice(1);
    if (key === "renderItem") return SHAPES[word](scope.series);
    if (value[0] === "@" && PAINTED.has(key)) return colour(word);
    if (key === "formatter") return FORMATS[word] ? FORMATS[word](scope) : scope.units[word];
    if (value === "=rows") return scope.rows;
    if (value === "=ends") return scope.ends;
    if (value === "=inner") return scope.ends - 20;
    if (value === "=column") return scope.column;
    return value;
  };
  const PAINTED = new Set(["color", "borderColor"]);
  const FORMATS = {
    tip: (scope) => tip(scope.option),
    says: () => (of) => of.data.says,
    label: () => (of) => of.data.says,
  };

  const theme = () => {
    const axis = {
      axisLine: { lineStyle: { color: colour("muted") } }, axisLabel: { color: colour("quiet") },
      splitLine: { lineStyle: { color: colour("rule") } },
      nameTextStyle: { color: colour("quiet") }, axisTick: { lineStyle: { color: colour("muted") } },
    };
    const category = { ...axis, splitLine: { show: false } };
    return {
      textStyle: { fontFamily: "system-ui, sans-serif" }, color: [colour("main")],
      valueAxis: axis, logAxis: axis, categoryAxis: category,
      sankey: { label: { color: colour("text") } },
      visualMap: { textStyle: { color: colour("quiet") } },
      tooltip: { backgroundColor: colour("paper"), borderColor: colour("rule"),
        textStyle: { color: colour("text") } },
    };
  };

  // A printed page scales a chart that says how large it was drawn.
  const scalable = (box) => {
    const svg = box.querySelector("svg");
    if (svg) svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
  };

  const paint = (box) => {
    const { option, currency } = DATA.charts[box.id];
    const { height, ...rest } = option;
    box.style.height = height + "px";
    const old = echarts.getInstanceByDom(box);
    if (old) old.dispose();
    const chart = echarts.init(box, theme(), { renderer: "svg" });
    const rows = Math.round(Math.min(210, Math.max(90, box.clientWidth * 0.3)));
    const names = rest.xAxis && rest.xAxis.data ? rest.xAxis.data.length : 1;
    const column = Math.max(64, (box.clientWidth - 80) / names);
    const ends = Math.round(Math.min(210, Math.max(140, box.clientWidth * 0.42)));
    const scope = { option: rest, units: units(currency), rows, column, ends };
    const made = filled(rest, "", scope);
    for (const series of made.series) {
      if (series.type === "sankey" && box.clientWidth < PHONE) {
        for (const node of series.data) if (node.inner) node.label.show = false;
      }
      if (series.type === "heatmap" && (box.clientWidth - 80) / names < CELL) series.label.show = false;
    }
    chart.setOption({ animation: false, ...made });
    chart.on("finished", () => scalable(box));
    scalable(box);
    return chart;
  };

  const boxes = [...document.querySelectorAll(".chart")];
  const paintAll = () => { charts.length = 0; boxes.forEach((box) => charts.push(paint(box))); };

  const dress = (dark) => { root.dataset.theme = dark ? "dark" : "light"; };
  const prefers = matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  const dark = () => (chosen === null ? prefers.matches : chosen);
  const redress = () => { dress(dark()); paintAll(); };

  dress(dark());
  paintAll();
  root.dataset.painted = charts.length;

  prefers.addEventListener("change", redress);
  const button = document.getElementById("theme");
  button.hidden = false;
  button.addEventListener("click", () => { chosen = !dark(); redress(); });

  let width = innerWidth;
  let wait = 0;
  addEventListener("resize", () => {
    if (innerWidth === width || matchMedia("print").matches) return;
    width = innerWidth;
    clearTimeout(wait);
    wait = setTimeout(paintAll, 120);
  });
  // Paper is white, whatever the screen is.
  addEventListener("beforeprint", () => { if (dark()) { dress(false); paintAll(); } });
  addEventListener("afterprint", () => { if (dark()) redress(); });
})();
