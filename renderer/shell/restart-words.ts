import { restartPolicies } from '../../preload/contract/container-create';

type RestartPolicy = (typeof restartPolicies)[number];

/** When an engine starts a container again. */
export const restartWords: Record<RestartPolicy, string> = {
  no: 'Never',
  'on-failure': 'When it fails',
  'unless-stopped': 'Always, unless it was stopped',
  always: 'Always',
};

/** Of a policy as an engine tells it; its own word for one that is not known. */
export function describeRestart(policy: string): string {
  const known = restartPolicies.find((each) => each === policy);
  return known === undefined ? policy : restartWords[known];
}
