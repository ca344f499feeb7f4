import type { Usage } from '../../preload/contract/upkeep';
import { formatBytes } from '../ui/format';

export interface UsagePart {
  id: string;
  label: string;
  detail: string;
  sizeBytes: number;
}

/** The parts of the disk use, the largest first; without those that take nothing. */
export function usageParts(usage: Usage): UsagePart[] {
  const { logs, environments } = usage;
  const parts: UsagePart[] = [
    ...usage.projects.map(describeProject),
    {
      id: 'store',
      label: 'Database',
      detail: 'Projects, runs, the audit trail',
      sizeBytes: usage.storeBytes,
    },
    { id: 'backups', label: 'Backups', detail: '', sizeBytes: usage.backupBytes },
    { id: 'task-logs', label: 'Logs of runs and other tasks', detail: '', sizeBytes: logs.taskBytes },
    {
      id: 'app-logs',
      label: 'App log',
      detail: 'Rotated, at most 30 MB for each door',
      sizeBytes: logs.appBytes,
    },
    ...environments.map(({ name, sizeBytes }) => ({
      id: `environment ${name}`,
      label: `Environment ${name}`,
      detail: 'Made by "Install" in the settings',
      sizeBytes,
    })),
    { id: 'staging', label: 'Work under way', detail: '', sizeBytes: usage.stagingBytes },
    {
      id: 'other',
      label: 'Other files',
      detail: 'The cache of the window, and notes of Fedwright itself',
      sizeBytes: usage.otherBytes,
    },
  ];
  return parts.filter(({ sizeBytes }) => sizeBytes > 0).sort((a, b) => b.sizeBytes - a.sizeBytes);
}

function describeProject({ projectId, name, totalBytes, runs }: Usage['projects'][number]): UsagePart {
  const kits = runs.reduce((sum, run) => sum + run.kitsBytes, 0);
  const state = runs.reduce((sum, run) => sum + run.stateBytes, 0);
  const count = runs.length === 1 ? '1 run' : `${runs.length} runs`;
  return {
    id: projectId,
    label: name === null ? 'A project that the database does not know' : `Project ${name}`,
    detail: `${count}: kits ${formatBytes(kits)}, CA and keys ${formatBytes(state)}`,
    sizeBytes: totalBytes,
  };
}
