import { participantFields } from './participant-field';
import { readType } from './csv-type';

/** The id of a property, or `type`. */
export type CsvColumn = string;

/** What people call the columns, beside their ids and labels. */
const synonyms: Record<CsvColumn, string[]> = {
  name: [
    'participant',
    'site',
    'site name',
    'client',
    'client name',
    'e-mail',
    'email',
    'mail',
    'user',
    'id',
  ],
  type: ['kind', 'participant type'],
  org: ['organization', 'organisation', 'institution', 'company', 'hospital'],
  role: ['admin role', 'user role'],
  gpus: ['gpu', 'gpu count', 'number of gpus', 'num gpus', 'num of gpus'],
  memory_gib: [
    'memory',
    'gpu memory',
    'memory per gpu',
    'gib per gpu',
    'gb per gpu',
    'mem per gpu',
    'mem per gpu in gib',
    'vram',
  ],
  parent: ['parent client', 'below'],
  security: ['connection security'],
  connects_to: ['connect to', 'relay', 'via'],
  connects_to_host: ['connect to host'],
  connects_to_port: ['connect to port'],
  host_names: ['hosts', 'hostnames', 'further host names'],
  default_host: ['host', 'server host'],
  port: ['fed learn port', 'server port'],
  admin_port: ['port for admins'],
  listens_on_host: ['listening host', 'listen host'],
  listens_on_port: ['listening port', 'listen port'],
  description: ['notes', 'note', 'comment', 'remarks'],
};

/** Headers differ in case, signs and blanks. */
const plain = (header: string): string =>
  header
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const known = new Map<string, CsvColumn>(
  [
    ...Object.entries(synonyms).flatMap(([column, names]) => names.map((name) => [name, column] as const)),
    ...participantFields.flatMap(({ id, label }) => [[label, id] as const, [id, id] as const]),
    ['type', 'type'] as const,
  ].map(([name, column]) => [plain(name), column]),
);

/** The property that a header means; null when it means none. */
export const columnOf = (header: string): CsvColumn | null => known.get(plain(header)) ?? null;

/** A first line names the columns when one of them is the name, and nothing in it is an address or a number. */
export function isHeader(cells: readonly string[]): boolean {
  if (cells.some((cell) => cell.includes('@') || /^\s*\d/.test(cell))) return false;
  const columns = cells.map(columnOf);
  // Of a single column only its own words are a header: a site may well be called "hospital".
  return columns.includes('name') && (columns.filter(Boolean).length > 1 || cells.length === 1);
}

/** Without a header: name, type, organisation, role; the type only where there is one. */
export function defaultColumns(lines: readonly (readonly string[])[]): CsvColumn[] {
  const typed = lines.length > 0 && lines.every((cells) => readType(cells[1] ?? '') !== null);
  return typed ? ['name', 'type', 'org', 'role'] : ['name', 'org', 'role'];
}
