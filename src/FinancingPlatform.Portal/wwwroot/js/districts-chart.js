// Draws the district table as bars. The table stays the source: without scripts nothing is missing.
(() => {
  const box = document.getElementById("districts-chart");
  const table = box && document.getElementById(box.dataset.table);
  if (!table || typeof echarts === "undefined") {
    return;
  }

  const rows = [...table.tBodies[0].rows];
  const names = [...table.querySelectorAll("th[data-series]")].map((cell) => cell.textContent.trim());
  const colours = ["#0b4f8a", "#0f766e", "#b45309"];
  box.hidden = false;
  const chart = echarts.init(box, null, { renderer: "svg" });
  chart.setOption({
    aria: { enabled: true },
    color: colours,
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
    legend: { top: 0 },
    // Tooltips as drawn text: markup with styles of its own would break the Content-Security-Policy.
    tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: (value) => (value === "" ? "–" : `${value} %`) },
    xAxis: { type: "category", data: rows.map((row) => row.cells[0].textContent.trim()), axisLabel: { interval: 0, rotate: rows.length > 6 && box.clientWidth < 900 ? 40 : 0 } },
    yAxis: { type: "value", axisLabel: { formatter: "{value} %" } },
    series: names.map((name, index) => ({
      name,
      type: "bar",
      data: rows.map((row) => row.querySelectorAll("td[data-share]")[index].dataset.share),
    })),
  });
  addEventListener("resize", () => chart.resize());
})();
