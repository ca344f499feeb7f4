import type { Problem } from '../../../preload/contract/meta';
import { error, quote } from '../problem';

/** The number a port was given as; null when it is no port from 1 to 65535. */
export function portNumber(value: number | string | null): number | null {
  if (value === null || (typeof value === 'string' && !/^[1-9][0-9]{0,4}$/.test(value.trim()))) return null;
  const port = Number(value);
  return Number.isInteger(port) && port >= 1 && port <= 65_535 ? port : null;
}

/** NVFlare writes any port into the kits as it is, so one that is none would show only at the site. */
export function checkPort(field: string, value: number | string | null): Problem[] {
  if (value === null || (typeof value === 'string' && value.trim() === '') || portNumber(value) !== null)
    return [];
  return [
    error(
      field,
      'port.range',
      `${quote(value)} is no port.`,
      'Give a whole number from 1 to 65535, without leading zeros.',
    ),
  ];
}
