import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, IconButton } from '../ui/button';
import { Section } from '../ui/page';

interface RowsProps<T> {
  title: string;
  description?: ReactNode;
  /** What one is called, such as `port`. */
  one: string;
  rows: T[];
  fresh: T;
  onChange: (rows: T[]) => void;
  /** The fields of one row. */
  children: (row: T, change: (part: Partial<T>) => void, index: number) => ReactNode;
}

/** A list of like things, each a row of fields. */
export function Rows<T>({ title, description, one, rows, fresh, onChange, children }: RowsProps<T>) {
  return (
    <Section
      title={title}
      description={description}
      actions={
        <Button size="sm" icon={Plus} onClick={() => onChange([...rows, fresh])}>
          {`Add ${one}`}
        </Button>
      }
    >
      {rows.map((row, index) => (
        // A row has no other name than its place.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} role="group" aria-label={`${one} ${index + 1}`} className="flex items-start gap-2">
          <div className="grid min-w-0 flex-1 grid-flow-col auto-cols-fr items-start gap-2">
            {children(
              row,
              (part) => onChange(rows.map((each, at) => (at === index ? { ...each, ...part } : each))),
              index,
            )}
          </div>
          <IconButton
            icon={X}
            size="sm"
            className="mt-6"
            label={`Remove ${one} ${index + 1}`}
            onClick={() => onChange(rows.toSpliced(index, 1))}
          />
        </div>
      ))}
    </Section>
  );
}
