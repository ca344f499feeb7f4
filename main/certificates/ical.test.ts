import { expect, it } from 'vitest';
import { readCalendar } from './test-ical';
import { type CalendarEvent, writeCalendar } from './ical';

const now = Date.UTC(2030, 0, 2, 3, 4, 5);
const event: CalendarEvent = {
  uid: 'a@fedwright',
  day: new Date(2030, 11, 31, 23, 59),
  summary: 'ends',
  description: '',
  alarmDays: [60, 7],
};
const write = (change: Partial<CalendarEvent>) =>
  writeCalendar({ name: 'Ends', product: '-//x//EN', events: [{ ...event, ...change }], now });

it('writes an all-day event with its alarms', () => {
  const [read] = readCalendar(write({})).events;
  expect(read?.fields).toMatchObject({
    UID: 'a@fedwright',
    DTSTAMP: '20300102T030405Z',
    'DTSTART;VALUE=DATE': '20301231',
    'DTEND;VALUE=DATE': '20310101',
    SUMMARY: 'ends',
  });
  expect(read?.alarms.map((alarm) => alarm['TRIGGER'])).toEqual(['-P60D', '-P7D']);
});

it('escapes what has a meaning of its own, and drops what may not be there', () => {
  const text = write({ description: 'a;b,c\\d\r\nnext\u0000\u0007', summary: 'x\rEND:VEVENT' });
  expect(text).toContain('DESCRIPTION:a\\;b\\,c\\\\d\\nnext\r\n');
  const [read] = readCalendar(text).events;
  expect(read?.fields['DESCRIPTION']).toBe('a;b,c\\d\nnext');
  expect(read?.fields['SUMMARY']).toBe('x\nEND:VEVENT');
});

it('folds long lines without tearing a character apart', () => {
  const summary = 'Universitätsklinikum 東京 🏥 '.repeat(20).trim();
  const text = write({ summary });
  const lines = text.split('\r\n');
  expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
  expect(text).not.toContain('\ufffd');
  expect(readCalendar(text).events[0]?.fields['SUMMARY']).toBe(summary);
});
