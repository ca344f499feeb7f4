import path from 'node:path';

/** Where the files of one run are. */
export interface RunPlace {
  directory: string;
  /** One directory for each participant. */
  kits: string;
  /** NVFlare's `state`: the CA's key and every participant's. Only the newest run of a project has it. */
  state: string;
  projectFile: string;
}

export type Layout = ReturnType<typeof createLayout>;

/** The places of runs and their kits below a data directory. */
export function createLayout(data: string) {
  const projects = path.join(data, 'projects');
  const staging = path.join(data, 'staging');
  return {
    projects,
    /** CAs, keys and kits of distributed provisioning, which belong to no project here. */
    distributed: path.join(data, 'distributed'),
    /** Work that is not done yet. Nothing in here is needed after its process has ended. */
    staging,
    stagingOf: (runId: string): string => path.join(staging, runId),
    projectDirectory: (projectId: string): string => path.join(projects, projectId),
    runsOf: (projectId: string): string => path.join(projects, projectId, 'runs'),
    run(projectId: string, runId: string): RunPlace {
      const directory = path.join(projects, projectId, 'runs', runId);
      return {
        directory,
        kits: path.join(directory, 'kits'),
        state: path.join(directory, 'state'),
        projectFile: path.join(directory, 'project.yml'),
      };
    },
  };
}
