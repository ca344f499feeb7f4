import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Play, Rocket, Send, Square } from 'lucide-react';
import { type Deployment, runningPhases, type Started } from '../../preload/contract/deployments';
import { mayGoDown, tellRefused } from '../deployments/use-actions';
import { client, orpc } from '../rpc/client';
import { useHost } from '../rpc/use-capabilities';
import { toast } from '../ui/toast';
import type { PaletteCommand } from './palette-match';

/** Sending kits, and each kit that was sent: to see it, and to start or stop it. */
export function useDeploymentCommands(): PaletteCommand[] {
  const { permissions } = useHost().actor;
  const mayRead = permissions.includes('deployments.read');
  const deployments = useQuery(orpc.deployments.list.queryOptions({ enabled: mayRead }));
  const mayManage = permissions.includes('deployments.manage');
  return [...useSendCommands(mayManage), ...useEach(deployments.data ?? [], mayManage)];
}

function useSendCommands(mayManage: boolean): PaletteCommand[] {
  const navigate = useNavigate();
  const mayRead = useHost().actor.permissions.includes('hosts.read');
  const hosts = useQuery(orpc.hosts.list.queryOptions({ enabled: mayRead && mayManage }));
  if (!mayManage) return [];
  const words = 'deploy kit site server';
  return [
    {
      ...{ id: 'send kits', group: 'Actions', label: 'Send kits to hosts', words, icon: Send },
      onlySearched: true,
      run: () => void navigate({ to: '/deployments', search: { new: 1 } }),
    },
    ...(hosts.data ?? []).map(({ id, name }): PaletteCommand => ({
      ...{ id: `send kits ${id}`, group: 'Actions', label: `Send kits to ${name}`, words, icon: Send },
      onlySearched: true,
      run: () => void navigate({ to: '/deployments', search: { host: id, new: 1 } }),
    })),
  ];
}

function useEach(deployments: Deployment[], mayManage: boolean): PaletteCommand[] {
  const navigate = useNavigate();
  return deployments.flatMap((deployment): PaletteCommand[] => {
    const { id, participant, hostName, projectName, type, state } = deployment;
    const open = () => navigate({ to: '/deployments', search: { open: id } });
    const name = `${participant} on ${hostName}`;
    const about = { group: 'Actions' as const, detail: projectName, onlySearched: true };
    // What came of it is at the deployment, such as what keeps it from starting.
    const act = (work: () => Promise<Started>) => () => {
      void open();
      work().then(tellRefused, (error: unknown) => toast.error(error));
    };
    const runs = state !== null && runningPhases.includes(state.phase);
    return [
      {
        ...{ ...about, id: `deployment ${id}`, label: `Deployment of ${name}`, icon: Rocket },
        ...{ words: 'kit log roll back', run: () => void open() },
      },
      ...(mayManage && type !== 'admin'
        ? [
            runs
              ? {
                  ...{ ...about, id: `stop ${id}`, label: `Stop ${name}`, icon: Square },
                  run: act(async () =>
                    (await mayGoDown([deployment], 'Stop'))
                      ? client.deployments.stop({ deploymentIds: [id] })
                      : [],
                  ),
                }
              : {
                  ...{ ...about, id: `start ${id}`, label: `Start ${name}`, icon: Play },
                  run: act(() => client.deployments.start({ deploymentIds: [id] })),
                },
          ]
        : []),
    ];
  });
}
