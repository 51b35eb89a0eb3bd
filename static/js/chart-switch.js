/** Chart or table: without JavaScript the table is a disclosure under the chart; with it the two change places. */
export function chartSwitches(root) {
  for (const chart of root.querySelectorAll("[data-chart]")) {
    const group = chart.querySelector("[data-chart-switch][hidden]");
    if (group) prepare(chart, group);
  }
}

function prepare(chart, group) {
  const picture = chart.querySelector("[data-chart-picture]");
  const table = chart.querySelector("[data-chart-table]");
  group.hidden = false;
  table.querySelector("summary").hidden = true;
  table.open = true;
  const show = (what) => {
    picture.hidden = what === "table";
    table.hidden = what !== "table";
    for (const button of group.children) button.setAttribute("aria-pressed", String(button.dataset.show === what));
  };
  group.addEventListener("click", (event) => {
    const button = event.target.closest("[data-show]");
    if (button) show(button.dataset.show);
  });
  show("chart");
}
