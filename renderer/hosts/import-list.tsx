import { Checkbox } from '../ui/checkbox';
import { Callout } from '../ui/error';
import { Status } from '../ui/status';
import type { ImportRow, Preview } from './import-rows';

interface ImportListProps {
  preview: Preview;
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
}

/** What was found, what taking it over would do, and the choice. */
export function ImportList({ preview, chosen, onChange }: ImportListProps) {
  const { rows, remarks, path } = preview;
  const choosable = rows.filter((row) => row.choosable).map(({ id }) => id);
  const all = choosable.length > 0 && choosable.every((id) => chosen.has(id));
  const toggle = (id: string, on: boolean) =>
    onChange(
      on ? new Set([...chosen, ...withNeeds(rows, id)]) : new Set([...chosen].filter((each) => each !== id)),
    );
  return (
    <>
      <p className="text-muted">
        <span className="font-mono text-sm wrap-break-word">{path}</span>:{' '}
        {rows.length === 1 ? '1 entry' : `${rows.length} entries`},{' '}
        {choosable.length === 0 ? 'none' : choosable.length} new or changed
      </p>
      {remarks.length > 0 ? (
        <Callout tone="info" title="Notes on this file">
          <ul className="list-disc pl-4">
            {remarks.map((remark) => (
              <li key={remark} className="wrap-break-word">
                {remark}
              </li>
            ))}
          </ul>
        </Callout>
      ) : null}
      {choosable.length > 1 ? (
        <Checkbox
          label="Select all new or changed"
          checked={all}
          onCheckedChange={(on) => onChange(new Set(on ? choosable : []))}
        />
      ) : null}
      {rows.length > 0 ? (
        <ul aria-label="What was found" className="divide-y divide-line rounded border border-line">
          {rows.map((row) => (
            <Row key={row.id} row={row} checked={chosen.has(row.id)} onToggle={(on) => toggle(row.id, on)} />
          ))}
        </ul>
      ) : null}
    </>
  );
}

/** A row with the new hosts on its way. */
function withNeeds(rows: ImportRow[], id: string): string[] {
  const needs = rows.find((row) => row.id === id)?.needs ?? null;
  return needs === null ? [id] : [id, ...withNeeds(rows, needs)];
}

interface RowProps {
  row: ImportRow;
  checked: boolean;
  onToggle: (on: boolean) => void;
}

function Row({ row, checked, onToggle }: RowProps) {
  return (
    <li className="flex items-start justify-between gap-3 px-3 py-2">
      <div className="min-w-0 flex-1">
        <Checkbox
          label={<span className="font-medium wrap-break-word">{row.name}</span>}
          checked={checked}
          disabled={!row.choosable}
          onCheckedChange={onToggle}
          help={
            <>
              <span className="wrap-anywhere">{row.detail}</span>
              {row.remarks.map((remark) => (
                <span key={remark} className="block wrap-anywhere">
                  {remark}
                </span>
              ))}
            </>
          }
        />
      </div>
      <div className="shrink-0">
        <Status state={row.state} label={row.label} />
      </div>
    </li>
  );
}
