// What averages say beside the network itself, in the same runs.

function showAverages(report) {
  const { averages } = report.comparison;
  if (!averages) return;
  const { title, columns, rows } = report.tables.averages;
  const heads = columns.map((label, i) => ({ label, numeric: i > 1, wraps: i > 1 }));
  const lines = averages.map((line, index) => {
    const setting = report.settings.find(({ name }) => name === line.setting);
    const numbers = Object.values(line).filter((value) => typeof value === "object");
    const sorts = numbers.flatMap(({ network, average, difference }) => [network, average, difference.mean]);
    return [nameCell(setting), { text: rows[index][1], sort: rows[index][1] },
      ...rows[index].slice(2).map((text, i) => numberCell(text, sorts[i] ?? parseInt(text, 10)))];
  });
  byId("averages").hidden = false;
  byId("averages-table").append(sortableTable(`${title}. Each run is a pair; intervals carry no verdict.`, heads, lines));
}
