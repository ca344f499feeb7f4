import type { Problem } from '../../../preload/contract/meta';
import { error } from '../problem';
import type { Rule } from './context';

/** Keys of participants that no form field shows, but for which NVFlare has a rule or a trap. */
export const keptRules: Rule = ({ all, rest }) =>
  all.flatMap(({ entry, path }): Problem[] => {
    const kept = rest.participants.get(entry.key);
    if (!kept || entry.type !== 'client') return [];
    return kept['allow_log_streaming'] === false ? [ignoredRefusal(path)] : [];
  });

/** NVFlare asks for the value "or else the project's", and false counts as no value there. */
const ignoredRefusal = (path: string): Problem =>
  error(
    `${path}.allow_log_streaming`,
    'log-streaming.ignored',
    'NVFlare ignores that a single site forbids log streaming: its logs would be sent all the same.',
    'Forbid it for the whole project, or in local/resources.json of the site. Remove it here.',
  );
