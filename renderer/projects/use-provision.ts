import { useMutation } from '@tanstack/react-query';
import type { ForeignCode } from '../../preload/contract/projects';
import type { Reissue } from '../../preload/contract/provisioning';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { client } from '../rpc/client';
import { usePrimaryAction, useSaveAction } from '../ui/shortcuts';
import { toast } from '../ui/toast';
import { needsConsent } from './code-consent';
import type { Editor } from './editor-context';
import type { FieldPlace } from './field-path';
import { count } from './project-words';
import type { Order } from './provision-choice';
import { useSave } from './use-save';

/** What the title line of a project can do. */
export interface Provision {
  save: () => void;
  saving: boolean;
  /**
   * Saves first when there is something to save. The first run starts at once and is opened; from then on it is
   * asked what to provision.
   */
  start: () => void;
  starting: boolean;
  /** What there is to choose from, while it is asked. */
  choice: Reissue | null;
  choose: (order: Order) => void;
  closeChoice: () => void;
  /** Why the last run was refused; saving that failed is not meant. */
  error: unknown;
  /** The question whether what comes from outside may be used. */
  consent: { asked: ForeignCode[] | null; onClose: () => void; onAllowed: () => void };
}

/** Saving and provisioning, by button and by key. With problems left, provisioning leads to the first one. */
export function useProvision(editor: Editor, goTo: (place: FieldPlace) => void): Provision {
  const { projectId, dirty, problems } = editor;
  // A text that cannot be read makes the form read-only, and is said when it is to be saved.
  const readOnly = editor.detail.summary.archived;
  const navigate = useNavigate();
  const save = useSave(projectId);
  const [asked, setAsked] = useState<ForeignCode[] | null>(null);
  const run = useMutation({
    mutationFn: (order: Partial<Order>) => client.provisioning.start({ projectId, ...order }),
    onError: async (error) => {
      if (!needsConsent(error)) return;
      const code = await client.projects.code({ projectId });
      setAsked(code.filter(({ allowed }) => !allowed));
    },
    onSuccess: ({ runId }) =>
      // The save before has emptied the draft, which the guard against leaving learns with the next render.
      void navigate({ to: '/runs/$runId', params: { runId }, ignoreBlocker: true }),
  });

  const [choice, setChoice] = useState<Reissue | null>(null);
  const look = useMutation({
    mutationFn: () => client.provisioning.needs({ projectId }),
    onSuccess: (reissue) => (reissue.provisioned ? setChoice(reissue) : run.mutate({})),
  });

  const errors = problems.filter((p) => p.problem.severity === 'error');
  const start = () => {
    if (readOnly || save.isPending || look.isPending || run.isPending) return;
    run.reset();
    const [first] = errors;
    if (first) {
      toast.info(`${count(errors.length, 'problem')} left to mend before provisioning.`, { id: 'problems' });
      goTo(first);
    } else if (dirty) save.mutate(undefined, { onSuccess: () => look.mutate() });
    else look.mutate();
  };
  const saveNow = () => {
    if (dirty && !readOnly && !save.isPending) save.mutate();
  };
  usePrimaryAction(readOnly ? null : start);
  useSaveAction(readOnly ? null : saveNow);
  return {
    save: saveNow,
    saving: save.isPending,
    start,
    starting: look.isPending || run.isPending,
    choice,
    choose: (order) => {
      setChoice(null);
      run.mutate(order);
    },
    closeChoice: () => setChoice(null),
    error: (needsConsent(run.error) ? null : run.error) ?? look.error,
    consent: {
      asked,
      onClose: () => setAsked(null),
      onAllowed: () => run.mutate(run.variables ?? {}),
    },
  };
}
