import { useEffect, useState } from 'react';
import { client } from '../rpc/client';
import type { ImportPlan } from './csv-plan';
import { useEditor } from './editor-context';
import { placeProblems } from './field-path';

export interface ImportFault {
  /** What is wrong, and what to write instead. */
  text: string;
  /** It has to be mended before provisioning; otherwise it is worth knowing. */
  blocks: boolean;
}

const none: ReadonlyMap<string, ImportFault[]> = new Map();

/**
 * What the project's own check says about participants as an import would make them, by key: the one check
 * that also says so in the editor. Empty until the answer is here; the import does not wait for it.
 */
export function useImportCheck(plan: ImportPlan): ReadonlyMap<string, ImportFault[]> {
  const { projectId, model } = useEditor();
  const [found, setFound] = useState<{
    plan: ImportPlan;
    faults: ReadonlyMap<string, ImportFault[]>;
  } | null>(null);
  useEffect(() => {
    if (plan.model === model) return;
    const stop = new AbortController();
    const check = async () => {
      const asked = { projectId, model: plan.model };
      const { problems } = await client.projects.validate(asked, { signal: stop.signal });
      const faults = new Map<string, ImportFault[]>();
      for (const { key, problem } of placeProblems(problems, plan.model)) {
        if (key === null) continue;
        const text = `${problem.message} ${problem.hint}`.trim();
        faults.set(key, [...(faults.get(key) ?? []), { text, blocks: problem.severity === 'error' }]);
      }
      if (!stop.signal.aborted) setFound({ plan, faults });
    };
    // Without an answer the preview lacks these notes only: the editor checks again and says why it cannot.
    check().catch(() => undefined);
    return () => stop.abort();
  }, [projectId, model, plan]);
  return found?.plan === plan ? found.faults : none;
}
