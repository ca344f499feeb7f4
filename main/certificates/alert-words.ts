import type { BoardCertificate } from '../../preload/contract/certificates';

type Due = Pick<BoardCertificate, 'kind' | 'subject' | 'projectName' | 'notAfter' | 'daysLeft' | 'level'> & {
  threshold: number;
};

/** Title and body of the one notification about these certificates, at least one. The next to end come first. */
export function describeAlert(due: readonly Due[]): { title: string; body: string } {
  const [first] = due;
  if (first && due.length === 1)
    return {
      title: `${nameOf(first)} ${whenOf(first)}`,
      body: `Project ${first.projectName}, on ${dayOf(first)}.`,
    };
  const expired = due.filter(({ level }) => level === 'expired');
  const coming = due.filter(({ level }) => level !== 'expired');
  const parts = [
    expired.length > 0 ? `${count(expired.length)} expired` : null,
    coming.length > 0
      ? `${count(coming.length)} expire within ${Math.max(...coming.map(({ threshold }) => threshold))} days`
      : null,
  ].filter((part) => part !== null);
  const next = coming[0];
  const body = [
    describeProjects(due),
    next && coming.length > 1
      ? `The first is ${next.kind === 'ca' ? 'the CA of' : `${next.subject} of`} ${next.projectName}, on ${dayOf(next)}.`
      : '',
  ];
  return { title: parts.join(', '), body: body.filter(Boolean).join(' ') };
}

const shownProjects = 3;

function describeProjects(due: readonly Due[]): string {
  const projects = [...new Set(due.map(({ projectName }) => projectName))];
  const shown = projects.slice(0, shownProjects).map((name) => {
    const own = due.filter(({ projectName }) => projectName === name);
    return `${name}: ${own.length}${own.some(({ kind }) => kind === 'ca') ? ' with its CA' : ''}`;
  });
  const more = projects.length - shown.length;
  return `${[...shown, ...(more > 0 ? [`${more} more projects`] : [])].join(', ')}.`;
}

const count = (certificates: number): string =>
  certificates === 1 ? '1 certificate' : `${certificates} certificates`;

const nameOf = ({ kind, subject, projectName }: Due): string =>
  kind === 'ca' ? `The CA of ${projectName}` : `The certificate of ${subject}`;

function whenOf({ level, daysLeft }: Due): string {
  if (level === 'expired') return 'has expired';
  if (daysLeft < 1) return 'expires within a day';
  return `expires in ${daysLeft === 1 ? '1 day' : `${daysLeft} days`}`;
}

/** In the zone of the person, whose machine this is. */
const dayOf = ({ notAfter }: Due): string =>
  new Date(notAfter).toLocaleDateString('en', { year: 'numeric', month: 'long', day: 'numeric' });
