import { useEffect, useMemo, useState } from 'react';
import type { ProjectDetail, ProjectModel } from '../../preload/contract/projects';
import { client } from '../rpc/client';
import { useConnection } from '../rpc/connection';
import type { Draft } from './draft';
import { type PlacedProblem, placeProblems } from './field-path';
import { sameModel } from './model-edit';

const pauseMs = 150;

interface Checked {
  model: ProjectModel;
  problems: PlacedProblem[];
}

/** The problems of a draft. `failed` is why the newest edit could not be checked; the problems are older then. */
export interface DraftValidation {
  problems: PlacedProblem[];
  failed: unknown;
}

/**
 * Checks a draft while it is typed, a short pause after the last key. Answers for older drafts are dropped;
 * until the new answer is here, the problems found last stay with the participants they were found at.
 */
export function useValidation(
  projectId: string,
  { model, text }: Pick<Draft, 'model' | 'text'>,
  detail: ProjectDetail,
): DraftValidation {
  const [checked, setChecked] = useState<Checked | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  // A check that a lost connection swallowed is made up for with the next connection.
  const epoch = useConnection((state) => state.epoch);
  const stored = useMemo(() => placeProblems(detail.validation.problems, detail.model), [detail]);
  const unchanged = useMemo(
    () => text === null && sameModel(model, detail.model),
    [model, text, detail.model],
  );

  useEffect(() => {
    if (unchanged) {
      setChecked(null);
      setFailed(null);
      return;
    }
    const stop = new AbortController();
    const check = async () => {
      try {
        const { problems } = await client.projects.validate(
          { projectId, model, text },
          { signal: stop.signal },
        );
        if (stop.signal.aborted) return;
        setChecked({ model, problems: placeProblems(problems, model) });
        setFailed(null);
      } catch (error) {
        if (!stop.signal.aborted) setFailed(error);
      }
    };
    const timer = setTimeout(() => void check(), pauseMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [projectId, model, text, unchanged, epoch]);

  return { problems: unchanged || !checked ? stored : checked.problems, failed: unchanged ? null : failed };
}
