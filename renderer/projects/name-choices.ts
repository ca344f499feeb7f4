/** Options out of the names of participants; empty and repeated ones cannot be chosen. */
export const nameChoices = (names: string[]): { value: string; label: string }[] =>
  [...new Set(names)].filter((name) => name !== '').map((name) => ({ value: name, label: name }));
