import type { LocalParticipant } from '../../preload/contract/local-federations';

/** Escape sequences of terminals: NVFlare colours its lines. */
// oxlint-disable-next-line no-control-regex
const escapes = /\u001b\[[0-9;?]*[ -/]*[@-~]/g;

export const plain = (line: string): string => line.replaceAll(escapes, '');

/** What a line says of how its participant is; null for all others. */
export function readLine(
  line: string,
  type: LocalParticipant['type'],
): { ready: true } | { trouble: string } | null {
  if (isReady(line, type)) return { ready: true };
  const [, level, words = ''] = / - (ERROR|CRITICAL) - (.*)$/.exec(line) ?? [];
  if (level) return { trouble: words };
  const [, exception] = /^((?:[\w.]+\.)?\w*(?:Error|Exception): .+)$/.exec(line) ?? [];
  if (exception) return { trouble: exception };
  return /retrying|cannot connect|connection refused/i.test(line)
    ? { trouble: / - (?:INFO|WARNING) - (.*)$/.exec(line)?.[1] ?? line }
    : null;
}

/** The words that NVFlare writes once a participant takes part; seen with 2.7 to 2.9. */
function isReady(line: string, type: LocalParticipant['type']): boolean {
  if (type === 'server') return /Server started/.test(line);
  if (type === 'relay') return /Started relay/.test(line);
  return /Successfully registered client/.test(line);
}
