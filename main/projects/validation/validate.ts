import type { Problem } from '../../../preload/contract/meta';
import type { ProjectModel } from '../../../preload/contract/project-model';
import type { Rest } from '../document/rest';
import { builderRules } from './builders';
import { censusRules } from './census';
import { connectionRules } from './connections';
import { type CheckOptions, type Rule, checkedProject } from './context';
import { fileRules } from './files';
import { edgeRules } from './edge';
import { hierarchyRules } from './hierarchy';
import { includeRules } from './include';
import { keptRules } from './kept';
import { listeningRules } from './listening';
import { participantRules } from './participants';
import { projectRules } from './project';
import { serverRules } from './server';
import { studyRules } from './studies';

const rules: readonly Rule[] = [
  projectRules,
  censusRules,
  participantRules,
  serverRules,
  connectionRules,
  listeningRules,
  hierarchyRules,
  builderRules,
  fileRules,
  keptRules,
  studyRules,
  edgeRules,
];

/**
 * Everything that NVFlare would refuse in a project, and everything that it accepts although the kits would
 * not work. The one implementation behind the form, the run and the command line.
 * @returns problems, errors first, whose fields have the file's own keys: `participants[2].host_names[0]`.
 */
export function validate(project: { model: ProjectModel; rest: Rest }, options: CheckOptions): Problem[] {
  const checked = checkedProject(project, options);
  // With a part of the project elsewhere, all other findings would be about what is not there.
  const includes = includeRules(checked);
  if (includes.length > 0) return includes;
  const problems = rules.flatMap((rule) => rule(checked));
  return problems.toSorted((a, b) => rank(a) - rank(b));
}

const rank = ({ severity }: Problem): number => (severity === 'error' ? 0 : 1);
