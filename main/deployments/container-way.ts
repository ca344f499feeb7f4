import { execIn } from '../docker/container-visit';
import type { Engines } from '../docker/engines';
import { type Way, ways } from './console-watch';
import { readReport } from './host-scripts';

const askMs = 5000;
/** Each look runs a program in the container: so long the last answer is taken for the one of now. */
const freshMs = 9000;

/** What the systems of containers say of the connections of kits, as `resources/host/way.sh` tells it. */
export function createContainerWays(engines: Engines, script: () => string) {
  const known = new Map<string, { at: number; way: Way | null }>();
  return {
    /**
     * @param main the process that counts, as it is numbered in the container
     * @param inDoubt whether it is looked at in any case
     * @returns null where it cannot be told
     */
    async wayOf(hostId: string, id: string, main: string, inDoubt: boolean): Promise<Way | null> {
      const before = known.get(id);
      if (before && !inDoubt && Date.now() - before.at < freshMs) return before.way;
      const way = await look(engines, { hostId, id }, [`${script()}way "$1"`, 'sh', main]).catch(() => null);
      known.set(id, { at: Date.now(), way });
      return way;
    },
  };
}

async function look(
  engines: Engines,
  { hostId, id }: { hostId: string; id: string },
  words: string[],
): Promise<Way | null> {
  const { stdout } = await execIn(engines, { hostId, id, timeoutMs: askMs }, ['sh', '-c', ...words]);
  const said = readReport(stdout.toString('utf8')).one('way');
  return ways.find((way) => way === said) ?? null;
}
