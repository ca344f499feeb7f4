import { Boxes } from 'lucide-react';
import { expect, it } from 'vitest';
import { matchCommands, type PaletteCommand } from './palette-match';

const command = (group: PaletteCommand['group'], label: string, more: Partial<PaletteCommand> = {}) => ({
  id: `${group} ${label}`,
  group,
  label,
  icon: Boxes,
  run: () => {},
  ...more,
});
const commands = [
  command('Pages', 'Projects'),
  command('Actions', 'New project', { words: 'create template' }),
  command('Actions', 'Provision lung-ct', { onlySearched: true }),
  command('Projects', 'lung-ct', { detail: 'two hospitals' }),
];
const labels = (search: string) =>
  matchCommands(commands, search).flatMap((g) => g.commands.map((c) => c.label));

it('keeps what is only searched for out of the first list', () => {
  expect(labels('')).toEqual(['Projects', 'New project', 'lung-ct']);
});

it('needs every word, in the name, the detail or the other words', () => {
  expect(labels('lung hospitals')).toEqual(['lung-ct']);
  expect(labels('template')).toEqual(['New project']);
  expect(labels('prov lung')).toEqual(['Provision lung-ct']);
  expect(labels('nothing')).toEqual([]);
});

it('shows a few of each group, those that begin with the search first, and says how many more', () => {
  const many = Array.from({ length: 12 }, (_, i) => command('Kits', `a site-${i}`));
  const [group] = matchCommands([...many, command('Kits', 'site-x')], 'site');
  expect(group?.commands[0]?.label).toBe('site-x');
  expect(group?.commands).toHaveLength(8);
  expect(group?.more).toBe(5);
});

it("puts what is named above what is done with it, so that Enter on a project's name opens it", () => {
  expect(labels('lung-ct')).toEqual(['lung-ct', 'Provision lung-ct']);
  expect(labels('provision')).toEqual(['Provision lung-ct']);
});
