import { Callout } from '../ui/error';
import type { CsvTable } from './csv-read';
import { participantFields } from './participant-field';

const labelOf = (column: string): string =>
  column === 'type' ? 'Type' : (participantFields.find(({ id }) => id === column)?.label ?? column);

const signs: Record<string, string> = { '\t': 'tabs', ',': 'commas', ';': 'semicolons', '|': 'bars' };

/** How the table was understood: which column is what, and which are not used. */
export function CsvColumns({ table: { columns, hasHeader, delimiter } }: { table: CsvTable }) {
  const used = columns.filter(({ column }) => column !== null);
  const unused = columns.filter(({ column }) => column === null).map(({ header }) => header || 'no header');
  if (!columns.some(({ column }) => column === 'name'))
    return (
      <Callout tone="failed" title="No column has the names of participants">
        Give one of them the header “name”.
      </Callout>
    );
  return (
    <p className="text-sm text-muted">
      {hasHeader
        ? `The first line names the columns: `
        : `There is no line with headers, so the columns are taken as `}
      {used.map(({ column }) => labelOf(column ?? '')).join(', ')}, set apart by{' '}
      {signs[delimiter] ?? delimiter}.{unused.length > 0 ? ` Not used: ${unused.join(', ')}.` : ''}
    </p>
  );
}
