"use strict";
// The slider over the samples of a run: it shows the picture of a step, and marks that step in the charts.
for (const viewer of document.querySelectorAll(".viewer")) {
  const frames = [...viewer.querySelectorAll("figure[data-step]")];
  const slider = viewer.querySelector("input");
  if (!slider) continue;
  const output = viewer.querySelector("output");
  const button = viewer.querySelector("button");
  const charts = [...(viewer.closest("[data-run]") || document).querySelectorAll(".chart")];
  const steps = frames.map((frame) => Number(frame.dataset.step));
  let timer = 0;

  const cursors = charts.map((chart) => {
    const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
    line.setAttribute("class", "cursor");
    line.setAttribute("y1", chart.dataset.top);
    line.setAttribute("y2", chart.dataset.bottom);
    chart.querySelector("svg").append(line);
    return line;
  });

  const show = (index) => {
    frames.forEach((frame, i) => { frame.hidden = i !== index; });
    slider.value = index;
    output.textContent = "step " + steps[index].toLocaleString("en");
    charts.forEach((chart, i) => {
      const [left, right, first, last] = ["left", "right", "first", "last"].map((key) => Number(chart.dataset[key]));
      const x = left + (right - left) * (steps[index] - first) / (last - first);
      cursors[i].style.visibility = x < left || x > right ? "hidden" : "";
      cursors[i].setAttribute("x1", x);
      cursors[i].setAttribute("x2", x);
    });
  };

  const stop = () => {
    clearInterval(timer);
    timer = 0;
    button.textContent = "▶";
  };

  const play = () => {
    if (timer) return stop();
    button.textContent = "❚❚";
    if (Number(slider.value) === steps.length - 1) show(0);
    timer = setInterval(() => {
      if (Number(slider.value) === steps.length - 1) stop();
      else show(Number(slider.value) + 1);
    }, 400);
  };

  // PAGE#step=500 shows the picture that is nearest to step 500.
  const follow = () => {
    const match = /^#step=(\d+)$/.exec(location.hash);
    const distances = match && steps.map((step) => Math.abs(step - Number(match[1])));
    show(match ? distances.indexOf(Math.min(...distances)) : steps.length - 1);
  };

  slider.addEventListener("input", () => { stop(); show(Number(slider.value)); });
  button.addEventListener("click", play);
  addEventListener("hashchange", follow);
  follow();
}
