/** Why one host does not answer. */
export interface HostFailure {
  hostId: string;
  name: string;
  message: string;
  hint: string;
  /** Rows of it are still shown as they were before. */
  stale: boolean;
}

export interface FailureGroup {
  hostIds: string[];
  /** Of all of them, with commas. */
  names: string;
  title: string;
  hint: string;
  stale: boolean;
}

/** One for all hosts that fail for the same reason, with their names. */
export function groupFailures(failures: readonly HostFailure[]): FailureGroup[] {
  const groups = new Map<string, HostFailure[]>();
  for (const failure of failures) {
    const key = `${failure.message} ${failure.hint}`;
    groups.set(key, [...(groups.get(key) ?? []), failure]);
  }
  return [...groups.values()].map((group) => {
    const names = group.map(({ name }) => name).join(', ');
    const { message = '', hint = '' } = group[0] ?? {};
    return {
      ...{ hostIds: group.map(({ hostId }) => hostId), names, hint },
      stale: group.some((failure) => failure.stale),
      // Most of them name their host.
      title: group.every(({ name }) => message.includes(`"${name}"`)) ? message : `${names}: ${message}`,
    };
  });
}
