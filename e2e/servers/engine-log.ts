import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { Dockerd } from './dockerd';

/**
 * Gives a container that has ended a log of so many lines of about 100 bytes, as its engine keeps them: to have one
 * written would take minutes. Gives the SHA-256 of the text that they make with their times.
 */
export function fillLog(dockerd: Dockerd, container: string, lines: number): string {
  const hash = createHash('sha256');
  const kept: string[] = [];
  const from = Date.now() - lines - 60_000;
  for (let index = 0; index < lines; index += 1) {
    const time = new Date(from + index).toISOString();
    const text = `round ${index} ${'0123456789'.repeat(8)}`;
    kept.push(`{"log":"${text}\\n","stream":"${index % 7 === 0 ? 'stderr' : 'stdout'}","time":"${time}"}\n`);
    hash.update(`${time.slice(0, -1)}000000Z ${text}\n`);
  }
  writeFileSync(dockerd.docker('inspect', '-f', '{{.LogPath}}', container), kept.join(''));
  return hash.digest('hex');
}
