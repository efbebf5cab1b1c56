// Sorting, where there is a script; without it the tables stand in the order of the classes.
document.querySelectorAll("table.sortable").forEach(function (table) {
  var body = table.tBodies[0];
  var heads = Array.from(table.tHead.rows[0].cells);
  heads.forEach(function (head, column) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", function () {
      var down = head.getAttribute("aria-sort") !== "descending";
      if (column === 0) down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach(function (h) { h.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      var rows = Array.from(body.rows).map(function (row) { return [row.cells[column].textContent, row]; });
      rows.sort(function (a, b) {
        var order = column === 0 ? a[0].localeCompare(b[0], "en", { numeric: true }) : parseFloat(a[0]) - parseFloat(b[0]);
        return down ? -order : order;
      });
      rows.forEach(function (pair) { body.appendChild(pair[1]); });
    });
  });
});
