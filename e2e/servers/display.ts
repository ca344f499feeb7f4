import { type Child, startChild } from './child';
import { hasProgram } from './peers';

/** A display without a screen, on the first free number. Null when one is there already, or cannot be had. */
export async function startDisplay(): Promise<{ name: string; child: Child } | null> {
  if (process.platform !== 'linux' || process.env['DISPLAY'] || !hasProgram('Xvfb')) return null;
  const child = startChild('Xvfb', ['-displayfd', '1', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp']);
  const [, number] = await child.seen(/^(\d+)\s*$/m);
  return { name: `:${number}`, child };
}
