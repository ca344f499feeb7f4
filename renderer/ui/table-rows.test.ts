import { describe, expect, it } from 'vitest';
import { filterRows, nextSort, sortRows, type TableColumn, tracks } from './table-rows';

interface Site {
  name: string;
  gpus: number;
}
const columns: TableColumn<Site>[] = [
  { id: 'name', header: 'Name', cell: (s) => s.name, sortValue: (s) => s.name },
  { id: 'gpus', header: 'GPUs', cell: (s) => s.gpus, sortValue: (s) => s.gpus, width: 80 },
];
const sites: Site[] = [
  { name: 'site-10', gpus: 2 },
  { name: 'Site-2', gpus: 16 },
  { name: 'hospital', gpus: 4 },
];

describe('rows of a table', () => {
  it('are filtered by every word, whatever the case', () => {
    expect(filterRows(sites, 'SITE 16', columns).map((s) => s.name)).toEqual(['Site-2']);
    expect(filterRows(sites, '  ', columns)).toHaveLength(3);
    expect(filterRows(sites, 'gpu-rich', columns, (s) => (s.gpus > 8 ? 'gpu-rich' : ''))).toHaveLength(1);
  });

  it('are sorted as people count, not as characters', () => {
    const sorted = sortRows(sites, { column: 'name', direction: 'ascending' }, columns);
    expect(sorted.map((s) => s.name)).toEqual(['hospital', 'Site-2', 'site-10']);
    const byGpu = sortRows(sites, { column: 'gpus', direction: 'descending' }, columns);
    expect(byGpu.map((s) => s.gpus)).toEqual([16, 4, 2]);
    expect(sites[0]?.name).toBe('site-10');
  });

  it('go up, down and back to how they came', () => {
    const up = nextSort(null, 'name');
    expect(up).toEqual({ column: 'name', direction: 'ascending' });
    const down = nextSort(up, 'name');
    expect(down?.direction).toBe('descending');
    expect(nextSort(down, 'name')).toBeNull();
    expect(nextSort(down, 'gpus')?.direction).toBe('ascending');
  });

  it('get tracks that may all shrink', () => {
    expect(tracks(columns, true)).toBe('2.25rem minmax(5rem, 1fr) minmax(0, 5rem)');
  });
});
