// How tuned settings were chosen: the candidates, and what to be wary of.

function showTuning(report) {
  const { tuning } = report.comparison;
  if (!tuning) return;
  const { title, columns, rows } = report.tables.tuning;
  const heads = columns.map((label, i) => ({ label, numeric: i > 1, wraps: i > 0 }));
  const lines = rows.map(([name, ...texts]) => {
    const setting = report.settings.find((own) => own.name === name);
    return [setting ? nameCell(setting) : { text: name, sort: name }, { text: texts[0], sort: texts[0] },
      ...texts.slice(1).map((text) => numberCell(text, parseFloat(text)))];
  });
  byId("tuning").hidden = false;
  byId("tuning-table").append(sortableTable(`${title}. One row for each candidate that was chosen for some seed.`, heads, lines));
  byId("tuning-notes").append(...tuning.notes.map((words) => element("li", {}, words)));
}
