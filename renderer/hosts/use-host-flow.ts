import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Host } from '../../preload/contract/hosts';
import { client } from '../rpc/client';
import { toProblem } from '../rpc/errors';
import { refreshHosts } from '../rpc/hosts';
import { toast } from '../ui/toast';
import type { SecretKind } from './secret-dialog';

/** Which dialog about a host is open. */
export type HostStep =
  | { what: 'edit' | 'remove' | 'look-at-key'; hostId: string }
  /** On the way to a connection: it goes on once this is answered. */
  | { what: 'trust-key'; hostId: string }
  | { what: 'secret'; hostId: string; kind: SecretKind };

/** The question that solves a failed connection; null when a person has to look for themselves. */
export function stepFor(hostId: string, reason: string | null | undefined): HostStep | null {
  if (reason === 'host-key-new' || reason === 'host-key-changed') return { what: 'trust-key', hostId };
  if (reason === 'password' || reason === 'passphrase') return { what: 'secret', hostId, kind: reason };
  return null;
}

export type HostFlow = ReturnType<typeof useHostFlow>;

/** Connecting with the questions that come up on the way, and the other things done with a host. */
export function useHostFlow() {
  const [step, setStep] = useState<HostStep | null>(null);
  const connect = useMutation({
    mutationFn: (hostId: string) => client.hosts.connect({ hostId }),
    onSettled: refreshHosts,
    // What cannot be solved by a question is shown at the host, where its connection says why.
    onError: (error, hostId) => setStep(stepFor(hostId, toProblem(error).reason)),
  });
  const disconnect = useMutation({
    mutationFn: (hostId: string) => client.hosts.disconnect({ hostId }),
    onSettled: refreshHosts,
    onError: (error) => toast.error(error),
  });
  return {
    step,
    show: setStep,
    close: () => setStep(null),
    connect: (hostId: string) => {
      setStep(null);
      connect.mutate(hostId);
    },
    disconnect: (hostId: string) => disconnect.mutate(hostId),
    remove: async ({ id }: Host) => {
      await client.hosts.remove({ hostId: id });
      await refreshHosts();
    },
  };
}
