import { useEffect, useState } from 'react';
import { client } from '../rpc/client';
import type { ImportPlan } from './csv-plan';
import { useEditor } from './editor-context';
import { placeProblems } from './field-path';

const none: ReadonlyMap<string, string[]> = new Map();

/**
 * What the project's own check says about participants as an import would make them, by key: the one check
 * that also says so in the editor. Empty until the answer is here; the import does not wait for it.
 */
export function useImportCheck(plan: ImportPlan): ReadonlyMap<string, string[]> {
  const { projectId, model } = useEditor();
  const [found, setFound] = useState<{ plan: ImportPlan; faults: ReadonlyMap<string, string[]> } | null>(
    null,
  );
  useEffect(() => {
    if (plan.model === model) return;
    const stop = new AbortController();
    const check = async () => {
      const asked = { projectId, model: plan.model };
      const { problems } = await client.projects.validate(asked, { signal: stop.signal });
      const faults = new Map<string, string[]>();
      for (const { key, problem } of placeProblems(problems, plan.model)) {
        if (key === null || problem.severity !== 'error') continue;
        faults.set(key, [...(faults.get(key) ?? []), problem.message]);
      }
      if (!stop.signal.aborted) setFound({ plan, faults });
    };
    // Without an answer the preview lacks these notes only: the editor checks again and says why it cannot.
    check().catch(() => undefined);
    return () => stop.abort();
  }, [projectId, model, plan]);
  return found?.plan === plan ? found.faults : none;
}
