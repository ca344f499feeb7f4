import type { ProjectFile } from './project-file';
import type { RunOrder, RunPlan } from './run-plan';
import { foreignBuilders } from './whole-only';

const shown = 10;

/** What a run will make, for its log; empty for a run of everything that renews nothing. */
export function describePlan(
  { scope }: RunOrder,
  { kept, named, renewed }: RunPlan,
  project: ProjectFile,
): string[] {
  const lines: string[] = [];
  if (scope === 'rotate') lines.push('This run makes a new CA, and everything with it.');
  if (kept) lines.push(`Kits are made for: ${list([...kept])}.`);
  if (renewed.size > 0) lines.push(`New keys and certificates for: ${list([...renewed])}.`);
  if (kept) lines.push(describeGiven(named, project));
  if (kept) lines.push(`The other ${project.participants.length - kept.size} participants keep their kits.`);
  return lines;
}

/** Who is shown to NVFlare besides, as it cannot make the kits without them; their kits and keys stay. */
function describeGiven(named: RunPlan['named'], project: ProjectFile): string {
  const all = project.participants.length;
  if (named) return `NVFlare gets ${named.size} of ${all} participants: ${list([...named])}.`;
  const [builder] = foreignBuilders(project);
  return builder === undefined
    ? 'NVFlare gets the whole project, as these kits need everyone in it.'
    : `NVFlare gets the whole project, as what ${builder} looks at is not known.`;
}

const list = (names: string[]): string =>
  names.length > shown
    ? `${names.slice(0, shown).join(', ')} and ${names.length - shown} more`
    : names.join(', ');
