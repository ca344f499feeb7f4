import type { PortProtocol, TakenPort } from '../../preload/contract/host-ports';
import { AppError, invalid } from '../errors';
import { overlap } from './addresses';
import { clashOf, tooFew } from './clash';

export interface WantedPort {
  port: number;
  protocol: PortProtocol;
  /** Every address of the host unless told. */
  address?: string;
}

export interface PortRange {
  from: number;
  to: number;
  count?: number;
  protocol?: PortProtocol;
  address?: string;
  /** Not these, such as one that an engine has just refused. */
  except?: readonly number[];
}

export type PortLook = ReturnType<typeof lookAt>;

/** What can be said of a host's ports without asking it again. */
export function lookAt(taken: TakenPort[], hostName: string) {
  const holderOf = (wanted: WantedPort): TakenPort | undefined => taken.find((each) => clashes(each, wanted));
  return {
    /** Who has a port; null when it is free. */
    clashOn(wanted: WantedPort): { taken: TakenPort; message: string } | null {
      const holder = holderOf(wanted);
      return holder ? { taken: holder, message: clashOf(hostName, holder).message } : null;
    },
    /** @throws AppError CONFLICT that names who has the first of them that is taken */
    assertFree(wanted: WantedPort[]): void {
      for (const each of wanted) {
        const holder = holderOf(each);
        if (holder) throw clashOf(hostName, holder);
      }
    },
    /** @throws AppError CONFLICT when the range has fewer; INVALID for one that ends before it begins */
    nextFree({
      from,
      to,
      count = 1,
      protocol = 'tcp',
      address = '0.0.0.0',
      except = [],
    }: PortRange): number[] {
      if (to < from) throw invalid('The range ends before it begins.', 'Enter its lowest port first.');
      const free: number[] = [];
      for (let port = from; port <= to && free.length < count; port += 1)
        if (!except.includes(port) && !holderOf({ port, protocol, address })) free.push(port);
      if (free.length < count) throw tooFew(hostName, { from, to, count, protocol }, free.length);
      return free;
    },
  };
}

/** One port for each range, no two alike for one protocol, in the order of the ranges. @throws as the look does */
export function chooseEach(look: PortLook, ranges: PortRange[]): (WantedPort & { address: string })[] {
  const chosen = new Map<PortRange, WantedPort & { address: string }>();
  // Those that can be no other one go first.
  for (const range of ranges.toSorted((a, b) => Number(a.from !== a.to) - Number(b.from !== b.to))) {
    const { from, to, protocol = 'tcp', address = '0.0.0.0', except = [] } = range;
    const own = [...chosen.values()].filter(
      (each) => each.protocol === protocol && overlap(each.address, address),
    );
    const mine = own.map(({ port }) => port);
    if (from === to && mine.includes(from)) throw twice(from, protocol);
    if (from === to) look.assertFree([{ port: from, protocol, address }]);
    const [port = from] = look.nextFree({ ...range, count: 1, except: [...except, ...mine] });
    chosen.set(range, { port, protocol, address });
  }
  return ranges.flatMap((range) => chosen.get(range) ?? []);
}

const twice = (port: number, protocol: PortProtocol): AppError =>
  new AppError('CONFLICT', `Port ${port}/${protocol} is wanted twice.`, {
    hint: 'Choose another one for one of them.',
  });

const clashes = (other: TakenPort, wanted: WantedPort): boolean =>
  other.port === wanted.port &&
  other.protocol === wanted.protocol &&
  overlap(other.address, wanted.address ?? '0.0.0.0');
