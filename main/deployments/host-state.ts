import type { DeploymentState } from '../../preload/contract/deployments';
import { isProven, silentNote, type Way, ways } from './console-watch';
import { unnotedNote } from './ground';
import type { Report } from './host-scripts';
import { withoutColours } from './log-follow';
import type { DeploymentRow } from './store';

const numberOf = (text: string | null): number | null =>
  text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;

/**
 * What the status of a kit on a host means. `kitId` is of the kit that should be there, empty for one from elsewhere.
 * @param isOwn whether another kit that is found there is of the same participant, and from here
 */
export function readState(
  report: Report,
  { kitId, type }: Pick<DeploymentRow, 'kitId' | 'type'>,
  isOwn: (kitId: string) => boolean,
): DeploymentState {
  const pid = numberOf(report.one('pid'));
  const exit = report.one('exit');
  const since = numberOf(report.one('since'));
  const [found = '', run = ''] = (report.one('deployed') ?? '').split(' ');
  const isNoted = kitId === '' || found === '' || found === kitId;
  const unnoted = !isNoted && isOwn(found) ? run : null;
  const otherKit = !isNoted && unnoted === null;
  return {
    phase: phaseOf(report, { pid, exit, type }),
    at: Date.now(),
    since: pid === null || since === null ? null : since * 1000,
    pid,
    exitCode: pid === null ? numberOf(exit) : null,
    sites: pid === null ? null : numberOf(report.one('sites')),
    ...noteOf(report, { exit, type, otherKit, unnoted }),
    kitThere: otherKit ? 'other' : report.one('kit') === 'yes' ? 'sent' : 'none',
    previous: report
      .all('previous')
      .map(readPrevious)
      .toSorted((a, b) => Number(b.id) - Number(a.id)),
  };
}

function phaseOf(
  report: Report,
  { pid, exit, type }: { pid: number | null; exit: string | null; type: DeploymentRow['type'] },
): DeploymentState['phase'] {
  const lost = type !== 'server' && hasLost(report);
  if (pid !== null && report.one('kit') === 'yes')
    return report.one('ready') !== 'yes' ? 'starting' : lost ? 'lost' : 'ready';
  if (pid !== null || strayOf(report) !== '') return 'stray';
  if (report.one('kit') !== 'yes') return 'missing';
  return exit === null || exit === 'stopped' ? 'stopped' : 'ended';
}

/** `wires=-`: no connection to its server is left; `back=` when it was opened again, and what time it is there. */
function hasLost(report: Report): boolean {
  if (report.one('wires') === '-') return true;
  const [back = Number.NaN, now = Number.NaN] = (report.one('back') ?? '')
    .split(' ')
    .map((time) => Date.parse(`${time}Z`));
  return !isProven(Number.isNaN(back) ? null : back, now, wayOf(report));
}

const wayOf = (report: Report): Way | null => ways.find((way) => way === report.one('way')) ?? null;

/** The numbers of processes that run on without their folder, or without what watched over them. */
const strayOf = (report: Report): string => report.one('stray') ?? '';

interface Known {
  exit: string | null;
  type: DeploymentRow['type'];
  otherKit: boolean;
  /** The run of a kit of ours that is there and was not noted. */
  unnoted: string | null;
}

function noteOf(report: Report, known: Known): Pick<DeploymentState, 'note' | 'noteOf'> {
  const words = wordsOf(report, known);
  if (words !== null) return { note: words, noteOf: 'words' };
  return { note: withoutColours(report.one('note') ?? '').slice(0, 400), noteOf: 'log' };
}

function wordsOf(report: Report, { exit, type, otherKit, unnoted }: Known): string | null {
  const pid = report.one('pid');
  const isUp = pid !== null;
  if (report.one('kit') !== 'yes' && (pid ?? strayOf(report)) !== '')
    return `Its folder was removed, and its processes run on: ${pid ?? strayOf(report)}.`;
  if (!isUp && strayOf(report) !== '')
    return `What watched over it was ended, and its processes run on: ${strayOf(report)}.`;
  if (report.one('kit') !== 'yes') return 'Its folder is not there any more.';
  if (otherKit) return 'Someone else has put another kit there.';
  if (unnoted !== null) return unnotedNote(unnoted);
  if (type !== 'server' && isUp && wayOf(report) === 'silent') return silentNote;
  if (!isUp && exit === 'lost')
    return 'Its process is gone without a word: the host was restarted, or someone ended it.';
  return null;
}

/** `3 1732850000 kitId run deployedAt` */
function readPrevious(line: string): DeploymentState['previous'][number] {
  const [id = '', at = '0', , run] = line.split(' ');
  const seconds = numberOf(at) ?? 0;
  return {
    id,
    label: run && /^\d+$/.test(run) ? `Run ${run}` : 'A kit from elsewhere',
    replacedAt: seconds > 0 ? seconds * 1000 : null,
  };
}
