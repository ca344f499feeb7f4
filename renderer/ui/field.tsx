import { CircleAlert, TriangleAlert } from 'lucide-react';
import { type ReactNode, useId, useMemo } from 'react';
import { cn } from './cn';
import { FieldContext } from './field-context';

export { Checkbox } from './checkbox';
export { Select } from './select';
export { TagInput } from './tag-input';
export { TextArea, TextInput } from './text-input';

interface FieldProps {
  label: ReactNode;
  help?: ReactNode;
  error?: string;
  warning?: string;
  /** The id of the input inside; made up when not given. */
  htmlFor?: string;
  required?: boolean;
  /** Shown inside the field, at its end. */
  unit?: string;
  className?: string;
  children: ReactNode;
}

/** One labelled input: label above, help and errors below, wired up for screen readers. */
export function Field({
  label,
  help,
  error,
  warning,
  htmlFor,
  required,
  unit,
  className,
  children,
}: FieldProps) {
  const made = useId();
  const id = htmlFor ?? made;
  const noteId = `${id}-note`;
  const hasNote = Boolean(help || error || warning);
  const context = useMemo(
    () => ({
      id,
      noteId: hasNote ? noteId : undefined,
      invalid: Boolean(error),
      required: Boolean(required),
    }),
    [id, noteId, hasNote, error, required],
  );
  return (
    <div className={cn('flex min-w-0 flex-col gap-1', className)}>
      <label id={`${id}-label`} htmlFor={id} className="text-sm font-medium text-muted">
        {label}
        {required ? <span className="text-failed"> *</span> : null}
      </label>
      <FieldContext value={context}>
        <div className="relative flex flex-col">
          {children}
          {unit ? (
            <span
              aria-hidden
              className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-sm text-faint"
            >
              {unit}
            </span>
          ) : null}
        </div>
      </FieldContext>
      {hasNote ? <FieldNote id={noteId} help={help} error={error} warning={warning} /> : null}
    </div>
  );
}

function FieldNote({
  id,
  help,
  error,
  warning,
}: Pick<FieldProps, 'help' | 'error' | 'warning'> & { id: string }) {
  if (error) {
    return (
      <p id={id} className="flex items-start gap-1 text-sm text-failed">
        <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        <span>{error}</span>
      </p>
    );
  }
  if (warning) {
    return (
      <p id={id} className="flex items-start gap-1 text-sm text-attention">
        <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        <span>{warning}</span>
      </p>
    );
  }
  return (
    <p id={id} className="text-sm text-faint">
      {help}
    </p>
  );
}
