import { execIn } from '../docker/container-visit';
import type { Engines } from '../docker/engines';
import { type Way, ways } from './console-watch';
import { readReport } from './host-scripts';

const askMs = 5000;
/** Each look runs a program in the container: so long the last answer is taken for the one of now. */
const freshMs = 9000;

/** One start of a kit's container. */
interface OfStart {
  hostId: string;
  id: string;
  startedAt: string;
  /** The process that counts, as it is numbered in the container. */
  main: string;
  /** Of its server. */
  port: number | null;
}

/** What the systems of containers say of the connections of kits, as `resources/host/way.sh` tells it. */
export function createContainerWays(engines: Engines, script: () => string) {
  const known = new Map<string, { at: number; startedAt: string; way: Way | null }>();
  return {
    /**
     * @param inDoubt whether it is looked at in any case
     * @returns null where it cannot be told
     */
    async wayOf({ hostId, id, startedAt, main, port }: OfStart, inDoubt: boolean): Promise<Way | null> {
      const before = known.get(id);
      const isFresh = before?.startedAt === startedAt && Date.now() - before.at < freshMs;
      if (isFresh && !inDoubt) return before.way;
      const words = [`${script()}way "$1" "$2"`, 'sh', main, String(port ?? 0)];
      const way = await look(engines, { hostId, id }, words).catch(() => null);
      known.set(id, { at: Date.now(), startedAt, way });
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
