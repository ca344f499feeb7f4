/** An event of a whole day, in the sense of RFC 5545. */
export interface CalendarEvent {
  /** The same for the same event in every file, so that importing again brings it up to date. */
  uid: string;
  /** The day, in the zone of this machine. */
  day: Date;
  summary: string;
  description: string;
  /** Days before the event at which to remind of it. */
  alarmDays: readonly number[];
}

/** A calendar file (RFC 5545) with at least one event. `now` is when it is written, ms since the epoch. */
export function writeCalendar(options: {
  name: string;
  product: string;
  events: readonly CalendarEvent[];
  now: number;
}): string {
  const { name, product, events, now } = options;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:${escapeText(product)}`,
    'CALSCALE:GREGORIAN',
    `NAME:${escapeText(name)}`,
    `X-WR-CALNAME:${escapeText(name)}`,
    ...events.flatMap((event) => writeEvent(event, now)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${foldLine(line)}\r\n`).join('');
}

function writeEvent({ uid, day, summary, description, alarmDays }: CalendarEvent, now: number): string[] {
  const next = new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1);
  return [
    'BEGIN:VEVENT',
    `UID:${escapeText(uid)}`,
    `DTSTAMP:${toUtcStamp(now)}`,
    `DTSTART;VALUE=DATE:${toDate(day)}`,
    `DTEND;VALUE=DATE:${toDate(next)}`,
    `SUMMARY:${escapeText(summary)}`,
    `DESCRIPTION:${escapeText(description)}`,
    // Nobody is busy on that day because of it.
    'TRANSP:TRANSPARENT',
    ...alarmDays.flatMap((days) => [
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      `TRIGGER:-P${days}D`,
      `DESCRIPTION:${escapeText(`${summary}, in ${days} days`)}`,
      'END:VALARM',
    ]),
    'END:VEVENT',
  ];
}

/** A TEXT value (RFC 5545, 3.3.11). */
const escapeText = (text: string): string =>
  text
    .replaceAll(/[\\;,]/g, (character) => `\\${character}`)
    .replaceAll(/\r\n|\r|\n/g, '\\n')
    // Nothing else below a space may stand in a file but the tab.
    .replaceAll(/[^\P{Cc}\t]/gu, '');

const maxOctets = 75;

/** Lines over 75 octets go on in the next, after a space; no character is torn apart (RFC 5545, 3.1). */
function foldLine(line: string): string {
  if (Buffer.byteLength(line) <= maxOctets) return line;
  let folded = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > maxOctets) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return folded;
}

const pad = (value: number): string => String(value).padStart(2, '0');

export const toDate = (day: Date): string =>
  `${day.getFullYear()}${pad(day.getMonth() + 1)}${pad(day.getDate())}`;

const toUtcStamp = (ms: number): string =>
  `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
