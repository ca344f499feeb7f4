import { expect, it } from 'vitest';
import { toCsv } from './table-csv';

const columns = [
  { id: 'name', header: 'Name', cell: () => null, sortValue: (row: { name: string }) => row.name },
  { id: 'size', header: 'Size, bytes', cell: () => null, sortValue: () => -5 },
  { id: 'menu', header: 'Actions', cell: () => null },
];

it('quotes what CSV needs quoted and leaves out columns without a value', () => {
  expect(toCsv(columns, [{ name: 'a "b", c' }])).toBe('Name,"Size, bytes"\r\n"a ""b"", c",-5\r\n');
});

it('makes formulas harmless, but not numbers', () => {
  const lines = toCsv(columns, [{ name: '=cmd()' }, { name: '@x' }]).split('\r\n');
  expect(lines[1]).toBe("'=cmd(),-5");
  expect(lines[2]).toBe("'@x,-5");
});
