/** What the containers of deployments are marked with. */
export const kitLabels = {
  deployment: 'fedwright.deployment',
  project: 'fedwright.project',
  participant: 'fedwright.participant',
  kit: 'fedwright.kit',
  run: 'fedwright.run',
} as const;
