// Draws a bar chart from the JSON beside it: <canvas data-chart="ID OF THE JSON">. The page has the numbers as a table.

const COLOURS = { blue: "#0b4f8a", red: "#c8102e" };

// Numbers above the bars, so that the picture can be read in print and without a pointer.
const numbers = {
  id: "numbers",
  afterDatasetsDraw(chart) {
    const { ctx } = chart;
    ctx.save();
    ctx.font = '500 12px "Be Vietnam Pro", sans-serif';
    ctx.fillStyle = "#1c2430";
    ctx.textAlign = "center";
    chart.data.datasets.forEach((set, index) => {
      chart.getDatasetMeta(index).data.forEach((bar, place) => {
        if (set.data[place]) ctx.fillText(set.data[place], bar.x, bar.y - 4);
      });
    });
    ctx.restore();
  },
};

for (const canvas of document.querySelectorAll("[data-chart]")) {
  const { labels, series } = JSON.parse(document.getElementById(canvas.dataset.chart).textContent);
  window.Chart.defaults.font.family = '"Be Vietnam Pro", system-ui, sans-serif';
  new window.Chart(canvas, {
    type: "bar",
    data: {
      labels,
      datasets: series.map((one) => ({ label: one.label, data: one.values, backgroundColor: COLOURS[one.colour], borderRadius: 2 })),
    },
    options: {
      maintainAspectRatio: false,
      animation: false,
      layout: { padding: { top: 14 } },
      scales: { y: { beginAtZero: true, ticks: { precision: 0 } }, x: { grid: { display: false } } },
      plugins: { legend: { position: "bottom" } },
    },
    plugins: [numbers],
  });
}
