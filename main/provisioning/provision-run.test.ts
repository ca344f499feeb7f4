import { expect, test } from 'vitest';
import type { TaskContext } from '../tasks/service';
import { carryOut, type RunParts } from './provision-run';

test('a run is cancelled at once also while a Python that hangs is asked for its NVFlare', async () => {
  const abort = new AbortController();
  const parts = {
    projects: { validate: async () => ({ ok: true, problems: [] }), assertCodeAllowed: () => undefined },
    nvflare: {
      require() {
        queueMicrotask(() => abort.abort());
        return new Promise(() => undefined);
      },
    },
  };
  const context = { signal: abort.signal, stage: () => undefined };
  const run = carryOut(
    { id: 'r', projectId: 'p', text: 'name: trial', scope: 'all', participants: [] },
    parts as unknown as RunParts<{ version: string; python: string }>,
    context as unknown as TaskContext,
  );
  await expect(run).rejects.toMatchObject({ name: 'AbortError' });
});
