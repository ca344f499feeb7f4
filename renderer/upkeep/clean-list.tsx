import type { CleanItem } from '../../preload/contract/upkeep';
import { Checkbox } from '../ui/field';
import { Bytes, RelativeTime } from '../ui/time';

interface CleanListProps {
  items: CleanItem[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: Set<string>) => void;
}

/** What may go, each to be chosen. */
export function CleanList({ items, chosen, onChange }: CleanListProps) {
  const set = (id: string, wanted: boolean) => {
    const next = new Set(chosen);
    if (wanted) next.add(id);
    else next.delete(id);
    onChange(next);
  };
  return (
    <ul aria-label="What can be removed" className="max-h-96 overflow-y-auto border-b border-line">
      {items.map((item) => (
        <li key={item.id} className="flex items-start gap-4 border-b border-line px-4 py-2 last:border-b-0">
          <div className="min-w-0 flex-1">
            <Checkbox
              checked={chosen.has(item.id)}
              onCheckedChange={(wanted) => set(item.id, wanted)}
              label={item.title}
              help={item.detail}
            />
          </div>
          {item.kind === 'logs' ? null : (
            <span className="text-sm text-muted">
              <RelativeTime at={item.at} />
            </span>
          )}
          <span className="w-20 text-right">
            <Bytes value={item.sizeBytes} />
          </span>
        </li>
      ))}
    </ul>
  );
}
