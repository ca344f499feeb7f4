import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  readCertificatesSearch,
  readKitsSearch,
  readLogsSearch,
  readProjectSearch,
  readProjectsSearch,
} from './search-params';

it('reads what links and the native menu write', () => {
  expect(readProjectsSearch({ new: 1 })).toEqual({ new: 1, import: undefined });
  expect(readProjectSearch({ tab: 'runs' })).toEqual({ tab: 'runs' });
  expect(readCertificatesSearch({ project: 'p', level: 'soon' })).toEqual({ project: 'p', level: 'soon' });
  expect(readCertificatesSearch({ level: 'late' })).toEqual({ project: undefined, level: undefined });
  expect(readKitsSearch({ project: 17, kit: 'k' })).toEqual({ project: '17', kit: 'k' });
});

it('drops whatever else is in an address', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('new', 'import', 'tab', 'search', 'kit'), fc.anything()),
      (search) => {
        const flags = readProjectsSearch(search);
        expect([1, undefined]).toContain(flags.new);
        expect(['app', 'work', undefined]).toContain(readLogsSearch(search).tab);
        expect(['string', 'undefined']).toContain(typeof readKitsSearch(search).kit);
      },
    ),
  );
});
