import type { CheckResult } from '../../preload/contract/preflight';

const titles = {
  place: 'The machine',
  kit: 'Kit',
  certificate: 'Own certificate',
  clock: 'Clock',
  python: 'Python',
  nvflare: 'NVFlare',
  disk: 'Disk',
  port: 'Port',
  name: 'Host name',
  dns: 'Name look-up',
  tcp: 'Way to the port',
  tls: 'Secure connection',
  ca: 'CA of the server',
  'server-name': 'Name in the certificate',
  'server-dates': 'Dates of the certificate',
  'server-kit': 'Kit of the server',
  accepted: 'Taken by the server',
  service: 'Protocol',
} as const;

export type CheckId = keyof typeof titles;

export const titleOf = (id: CheckId): string => titles[id];

const make =
  (state: CheckResult['state']) =>
  (id: CheckId, message: string, hint = ''): CheckResult => ({ id, state, title: titles[id], message, hint });

export const ok = make('ok');
export const attention = make('attention');
export const failed = make('failed');
export const unknown = make('unknown');

/** A day, in UTC as certificates have it. */
export const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** So many milliseconds in words, such as "4 minutes". */
export function span(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000);
  const [count, unit] =
    seconds < 120
      ? [seconds, 'second']
      : seconds < 7200
        ? [Math.round(seconds / 60), 'minute']
        : seconds < 172_800
          ? [Math.round(seconds / 3600), 'hour']
          : [Math.round(seconds / 86_400), 'day'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
