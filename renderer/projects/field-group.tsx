import { ChevronRight, CircleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useEditor } from './editor-context';
import { type FieldPlace, isWithin, messagesOf } from './field-path';

interface FieldGroupProps {
  title: string;
  help: string;
  /** The mapping that the fields belong to. */
  place: FieldPlace;
  /** Whether the file has the mapping; groups without one start folded. */
  filled: boolean;
  children: ReactNode;
}

/** Fields that most participants do not need, folded away until one of them has a value or a problem. */
export function FieldGroup({ title, help, place, filled, children }: FieldGroupProps) {
  const { problems } = useEditor();
  const troubled = problems.some((p) => p.key === place.key && isWithin(p.path, place.path));
  const [open, setOpen] = useState(filled || troubled);
  const { error, warning } = messagesOf(problems, place);
  return (
    <details
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group border-t border-line pt-3"
    >
      <summary className="flex cursor-pointer list-none items-center gap-1.5 rounded-sm font-medium">
        <ChevronRight
          aria-hidden
          className="size-3.5 text-faint transition-transform duration-120 group-open:rotate-90"
        />
        {title}
        {troubled ? <CircleAlert aria-label="Has problems" className="size-3.5 text-failed" /> : null}
      </summary>
      <p className="mt-1 text-sm text-faint">{help}</p>
      {error ? <p className="mt-1 text-sm text-failed">{error}</p> : null}
      {warning ? <p className="mt-1 text-sm text-attention">{warning}</p> : null}
      <div className="mt-3 flex flex-col gap-3">{children}</div>
    </details>
  );
}
