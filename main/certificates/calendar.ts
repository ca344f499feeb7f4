import { type BoardCertificate, expiryThresholds } from '../../preload/contract/certificates';
import { type CalendarEvent, toDate, writeCalendar } from './ical';

const product = '-//Fedwright//Certificates//EN';
const named = 100;

/** One event for each day and project on which certificates end: a run's certificates mostly end together. */
export function makeCalendar(certificates: readonly BoardCertificate[], now: number) {
  const groups = new Map<string, [BoardCertificate, ...BoardCertificate[]]>();
  for (const certificate of certificates) {
    const uid = `${certificate.groupId}-${toDate(new Date(certificate.notAfter))}@fedwright`;
    const group = groups.get(uid);
    if (group) group.push(certificate);
    else groups.set(uid, [certificate]);
  }
  const events = [...groups].map(([uid, group]) => toEvent(uid, group));
  const text = writeCalendar({ name: 'Certificates of Fedwright', product, events, now });
  return { text, events: events.length };
}

function toEvent(uid: string, group: [BoardCertificate, ...BoardCertificate[]]): CalendarEvent {
  const [first] = group;
  const more = group.length - named;
  return {
    uid,
    day: new Date(first.notAfter),
    summary: summarise(group),
    description: [
      `${describeGroup(first)}.`,
      ...group.slice(0, named).map(describe),
      ...(more > 0 ? [`and ${more} more`] : []),
    ].join('\n'),
    alarmDays: expiryThresholds,
  };
}

const describeGroup = ({ projectName, origin }: BoardCertificate): string =>
  origin.from === 'run'
    ? `Project ${projectName}, run ${origin.runNumber}`
    : `Federation ${projectName}, signed on request`;

function summarise(group: [BoardCertificate, ...BoardCertificate[]]): string {
  const [first] = group;
  const hasCa = group.some(({ kind }) => kind === 'ca');
  if (group.length > 1)
    return `${group.length} certificates of ${first.projectName} expire${hasCa ? ', the CA among them' : ''}`;
  return hasCa
    ? `The CA certificate of ${first.projectName} expires`
    : `The certificate of ${first.subject} (${first.projectName}) expires`;
}

/** A calendar is read in any zone, and what is in it may be sent on. */
const utc = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const describe = ({ kind, subject, notAfter, fingerprint256 }: BoardCertificate): string =>
  `${kind === 'ca' ? 'CA ' : ''}${subject}, ${utc(notAfter)}, SHA-256 ${fingerprint256}`;
