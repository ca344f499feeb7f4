import { createLayout } from '../provisioning/layout';
import { finishRestore } from './restore-apply';

/** What the start of the app does with a restore. `dieAt` names the step after which this process is gone. */
export function restart(
  data: string,
  dieAt: string | null = null,
  onStep?: (step: string) => void,
): Promise<void> {
  const reached = (step: string) => {
    onStep?.(step);
    if (step === dieAt) process.kill(process.pid, 'SIGKILL');
  };
  return finishRestore({ data, layout: createLayout(data), version: '0.0.0-test', reached });
}
