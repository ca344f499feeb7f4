import type { PortProtocol, TakenPort } from '../../preload/contract/host-ports';
import { type AppError, conflict } from '../errors';

/** Who has a port, such as: Port 8080/tcp of "north" belongs to the container "web". */
export function clashOf(hostName: string, taken: TakenPort): AppError {
  const { port, protocol, kind, holder, active } = taken;
  const where = `Port ${port}/${protocol} of "${hostName}"`;
  if (kind === 'reservation')
    return conflict(
      `${where} is reserved for "${holder}".`,
      'Choose another port, or release the reservation.',
    );
  if (kind === 'container')
    return conflict(
      `${where} belongs to the container "${holder}"${active ? '' : ', which does not run'}.`,
      'Choose another port, or remove that container.',
    );
  return conflict(
    holder === null
      ? `${where} is used by a program that the host does not name.`
      : `${where} is used by "${holder}".`,
    'Choose another port, or end that program.',
  );
}

/** A range has fewer free ports than are needed. */
export function tooFew(
  hostName: string,
  { from, to, count, protocol }: { from: number; to: number; count: number; protocol: PortProtocol },
  found: number,
): AppError {
  const has = `${found === 0 ? 'no' : `only ${found}`} free ${protocol.toUpperCase()} ${found === 1 ? 'port' : 'ports'}`;
  return conflict(
    `"${hostName}" has ${has} from ${from} to ${to}, and ${count} ${count === 1 ? 'is' : 'are'} needed.`,
    'Choose a wider range, or free some of these ports.',
  );
}
