import type { LucideIcon } from 'lucide-react';

export interface PaletteCommand {
  id: string;
  group: 'Pages' | 'Actions' | 'Projects' | 'Kits';
  label: string;
  detail?: string;
  /** Other words under which it is found. */
  words?: string;
  icon: LucideIcon;
  shortcut?: string;
  /** Shown only once something is typed. */
  onlySearched?: boolean;
  run: () => void;
}

export interface PaletteGroup {
  title: PaletteCommand['group'];
  commands: PaletteCommand[];
  /** How many more match than are shown. */
  more: number;
}

const order: PaletteCommand['group'][] = ['Pages', 'Actions', 'Projects', 'Kits'];
const shownPerGroup = 8;

/** How well a text fits, from 0 (not at all) to 3 (begins with it). Every word must be found. */
function rank(command: PaletteCommand, words: string[]): number {
  const label = command.label.toLowerCase();
  const all = `${label} ${command.detail ?? ''} ${command.words ?? ''}`.toLowerCase();
  if (!words.every((word) => all.includes(word))) return 0;
  const first = words[0] ?? '';
  if (label.startsWith(first)) return 3;
  return label.includes(first) ? 2 : 1;
}

/** The commands that fit the search, by group, best first; a few of each. */
export function matchCommands(commands: readonly PaletteCommand[], search: string): PaletteGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const ranked = commands
    .filter((command) => words.length > 0 || !command.onlySearched)
    .map((command) => ({ command, rank: rank(command, words) }))
    .filter((each) => each.rank > 0)
    .toSorted((a, b) => b.rank - a.rank);
  // The group of the best match comes first: a project's own name opens it, it does not start a run of it.
  const best = (title: PaletteCommand['group']) =>
    ranked.find(({ command }) => command.group === title)?.rank ?? 0;
  const groups = order.toSorted((a, b) => best(b) - best(a));
  return groups.flatMap((title) => {
    const matching = ranked.filter((each) => each.command.group === title).map((each) => each.command);
    if (matching.length === 0) return [];
    const commandsShown = matching.slice(0, shownPerGroup);
    return [{ title, commands: commandsShown, more: matching.length - commandsShown.length }];
  });
}
