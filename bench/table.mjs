/** The middle value of numbers; the mean of the two in the middle for an even count. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The value that so many of a hundred numbers do not exceed, such as 95. */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((share / 100) * sorted.length) - 1)];
}

const header = ['row', 'ours', 'bare', 'ratio', 'target', ''];

/**
 * Prints rows of `{name, ours, bare, unit, target}`, where both values are medians in the same unit, and
 * says whether each ratio is within its target. Returns whether all are. A row that was measured in pairs
 * brings the median of their ratios as `ratio`. A row without `bare` is held to its target itself, in its unit; one
 * without a target is there to be read beside another.
 */
export function printTable(rows) {
  const lines = rows.map(({ name, ours, bare, unit, target, ratio = ours / bare }) => {
    const show = (value) => `${value.toFixed(unit === 's' ? 3 : 0)} ${unit}`;
    if (target === undefined) return [name, show(ours), '', '', '', ''];
    if (bare === undefined)
      return [name, show(ours), '', '', `≤ ${target} ${unit}`, ours <= target ? 'ok' : 'MISSED'];
    return [name, show(ours), show(bare), ratio.toFixed(2), `≤ ${target}`, ratio <= target ? 'ok' : 'MISSED'];
  });
  const widths = header.map((_, column) =>
    Math.max(...[header, ...lines].map((line) => line[column].length)),
  );
  const print = (line) =>
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    );
  print(header);
  print(widths.map((width) => '-'.repeat(width)));
  lines.forEach(print);
  return lines.every((line) => line[5] !== 'MISSED');
}
