/** An engine writes year 1 for "never", and leaves out what it does not know. */
export function timeOf(text: string | undefined | null): number | null {
  const at = Date.parse(text ?? '');
  return Number.isFinite(at) && at > 0 ? at : null;
}

export const labelsOf = (
  labels: Record<string, string> | null | undefined,
): { name: string; value: string }[] =>
  Object.entries(labels ?? {})
    .map(([name, value]) => ({ name, value }))
    .toSorted((a, b) => a.name.localeCompare(b.name));

/** Engines write these words where there is nothing. */
export const withoutNone = (names: string[] | null | undefined): string[] =>
  (names ?? []).filter((name) => !name.includes('<none>'));
