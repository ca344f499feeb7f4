import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Dockerd } from './dockerd';

const atOnce = 10_000;

/**
 * Gives a container that has ended a log of so many lines of about 100 bytes as its engine keeps
 * them: to have one written would take minutes. Gives the SHA-256 of the text that they make with their times.
 */
export function fillLog(dockerd: Dockerd, container: string, lines: number): string {
  const hash = createHash('sha256');
  const filling = '0123456789'.repeat(8);
  const file = openSync(dockerd.docker('inspect', '-f', '{{.LogPath}}', container), 'w');
  let kept: string[] = [];
  const from = Date.now() - lines - 60_000;
  for (let index = 0; index < lines; index += 1) {
    const time = new Date(from + index).toISOString();
    const text = `round ${index} ${filling}`;
    kept.push(`{"log":"${text}\\n","stream":"${index % 7 === 0 ? 'stderr' : 'stdout'}","time":"${time}"}\n`);
    hash.update(`${time.slice(0, -1)}000000Z ${text}\n`);
    if (kept.length < atOnce && index < lines - 1) continue;
    writeSync(file, kept.join(''));
    kept = [];
  }
  closeSync(file);
  return hash.digest('hex');
}
