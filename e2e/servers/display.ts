import { type Child, startChild } from './child';
import { hasProgram, peers } from './peers';

export interface Display {
  /** For the environment variable DISPLAY. */
  name: string;
  child: Child;
}

/** Whether windows of tests have nowhere to be, and one can be made for them. */
export const lacksDisplay = (): boolean => peers.display() !== null && hasProgram('Xvfb');

/** A display without a screen, on the first free number. */
export async function startDisplay(): Promise<Display> {
  const child = startChild('Xvfb', ['-displayfd', '1', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp']);
  const [, number] = await child.seen(/^(\d+)\s*$/m);
  return { name: `:${number}`, child };
}
