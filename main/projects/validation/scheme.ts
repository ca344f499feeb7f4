import type { Problem } from '../../../preload/contract/meta';
import { schemes } from '../../../preload/contract/project-model';
import { error, quote, warning } from '../problem';

const offered: ReadonlySet<string> = new Set(schemes);
/** Further drivers that come with NVFlare (fuel/f3/drivers). */
const drivers = new Set(['stcp', 'https', 'ws', 'wss', 'grpcs', 'agrpc', 'agrpcs', 'atcp', 'satcp', 'uds']);

/** How two parties talk. NVFlare takes any word, as it could name a driver of one's own. */
export function checkScheme(field: string, value: string | null): Problem[] {
  if (value === null || offered.has(value.trim().toLowerCase())) return [];
  const hint = `Choose one of ${schemes.join(', ')}.`;
  if (value.trim() === '')
    return [error(field, 'scheme.empty', 'The scheme is empty.', `${hint} Or remove it.`)];
  if (drivers.has(value.trim().toLowerCase()))
    return [warning(field, 'scheme.unusual', `${quote(value)} is not meant for federations.`, hint)];
  return [error(field, 'scheme.unknown', `NVFlare has no scheme ${quote(value)}.`, hint)];
}
