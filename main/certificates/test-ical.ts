type Fields = Record<string, string>;

export interface ReadEvent {
  fields: Fields;
  alarms: Fields[];
}

/** Reads a calendar as RFC 5545 has it: CRLF, folded lines, nested components. @throws Error when it is not. */
export function readCalendar(text: string): { fields: Fields; events: ReadEvent[] } {
  if (!text.endsWith('\r\n') || /(^|[^\r])\n/.test(text)) throw new Error('lines must end with CRLF');
  const calendar = { fields: {} as Fields, events: [] as ReadEvent[] };
  const open: string[] = [];
  for (const line of text.slice(0, -2).replaceAll('\r\n ', '').split('\r\n')) {
    const at = line.indexOf(':');
    if (at < 1) throw new Error(`not a property: ${line}`);
    const [name, value] = [line.slice(0, at), line.slice(at + 1)];
    if (name === 'BEGIN') begin(value, open, calendar.events);
    else if (name === 'END') {
      if (open.pop() !== value) throw new Error(`${value} was not open`);
    } else fieldsOf(open, calendar)[name] = unescape(value);
  }
  if (open.length > 0) throw new Error(`${open.join(', ')} was not closed`);
  return calendar;
}

function begin(component: string, open: string[], events: ReadEvent[]): void {
  const parent = { VCALENDAR: undefined, VEVENT: 'VCALENDAR', VALARM: 'VEVENT' }[component];
  if (open.at(-1) !== parent) throw new Error(`${component} in ${open.at(-1)}`);
  open.push(component);
  if (component === 'VEVENT') events.push({ fields: {}, alarms: [] });
  if (component === 'VALARM') events.at(-1)?.alarms.push({});
}

function fieldsOf(open: string[], calendar: { fields: Fields; events: ReadEvent[] }): Fields {
  const event = calendar.events.at(-1);
  const fields = { VCALENDAR: calendar.fields, VEVENT: event?.fields, VALARM: event?.alarms.at(-1) };
  const found = fields[open.at(-1) as keyof typeof fields];
  if (!found) throw new Error('a property outside of the calendar');
  return found;
}

const unescape = (value: string): string =>
  value.replaceAll(/\\([\\;,nN])/g, (_, what: string) => (what.toLowerCase() === 'n' ? '\n' : what));
