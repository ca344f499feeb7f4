import { createContext, use } from 'react';

interface FieldState {
  id: string;
  noteId: string | undefined;
  invalid: boolean;
  required: boolean;
}

export const FieldContext = createContext<FieldState | null>(null);

/** The attributes that tie an input to the field around it; none outside a field. */
export function useFieldAttributes() {
  const field = use(FieldContext);
  if (!field) return {};
  return {
    id: field.id,
    'aria-describedby': field.noteId,
    'aria-invalid': field.invalid || undefined,
    'aria-required': field.required || undefined,
  };
}

export const inputLook =
  'w-full min-w-0 rounded border border-line-strong/60 bg-surface px-2.5 text-base text-ink transition-colors duration-120 hover:border-line-strong focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 aria-invalid:border-failed disabled:bg-sunken disabled:text-muted';
