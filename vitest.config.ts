import path from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those that take a minute or so: begun last, one of them would go on alone. */
const long = [
  'main/deployments/container.test.ts',
  'main/rpc/contract.property.test.ts',
  'main/nvflare/install.test.ts',
  'main/nvflare/carried-folder.test.ts',
  'main/container-files/places.test.ts',
  'main/deployments/service.test.ts',
  'main/upkeep/restore.test.ts',
];

const rank = ({ moduleId }: TestSpecification): number =>
  long.some((name) => moduleId === path.resolve(import.meta.dirname, name)) ? 0 : 1;

/** Vitest begins with the largest files where it has not measured any; how long one takes is not told by its size. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

/**
 * Files that start nothing, and of whose modules none keeps what a test has done: each in a worker of its own would
 * take longer to start than to run. main/process/test-left-nothing.ts holds them to it.
 */
const together = [
  '{preload,renderer}/**/*.test.ts',
  'main/certificates/ical.test.ts',
  'main/container-create/placement.test.ts',
  'main/containers/{gpu-report,log-merge,stats}.test.ts',
  'main/db/pages.test.ts',
  'main/deployments/console-watch.test.ts',
  'main/docker/{log-lines,progress-lines,start-problem}.test.ts',
  'main/doors/cli/{arguments,exit,paths}.test.ts',
  'main/doors/electron/{first-files,origins,requests,window-state}.test.ts',
  'main/doors/page/page.test.ts',
  'main/doors/web/{origin,pairing}.test.ts',
  'main/file-places/pack-tree.test.ts',
  'main/files/{downloads,drag-stage,opened,service,tree}.test.ts',
  'main/host-ports/addresses.test.ts',
  'main/hosts/{host-link,spent-packets}.test.ts',
  'main/kits/{kit-store,receipts}.test.ts',
  'main/logs/{redact,service}.test.ts',
  'main/nvflare/{cli-failure,pip-failure,python-hint,version}.test.ts',
  'main/platform/electron/app-id.test.ts',
  'main/platform/node/{data-directory,resources,secrets}.test.ts',
  'main/preflight/endpoint.test.ts',
  'main/process/abortable.test.ts',
  'main/projects/{leave-out,neighbours}.test.ts',
  'main/projects/document/{apply,source-cache}.test.ts',
  'main/projects/validation/validate.test.ts',
  'main/provisioning/{project-file,provision-run,reissue,run-changes,sweep}.test.ts',
  'main/remote-files/{packet-reader,unpack-tree}.test.ts',
  'main/stock/{clean-up-rules,image-reference,pull-progress,users}.test.ts',
  'main/tasks/{announce,log-file}.test.ts',
  'main/terminals/output-log.test.ts',
  'main/updates/service.test.ts',
];

export default defineConfig({
  test: {
    // Real peers: a first start of Python on a busy machine takes its time.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    // In the order of their names: short files at the end keep both workers busy to the last.
    projects: [
      {
        extends: true,
        test: {
          name: 'alone',
          include: ['{main,preload,renderer,scripts,bench}/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...together],
          globalSetup: 'main/provisioning/test-provisioned.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'together',
          include: together,
          isolate: false,
          setupFiles: 'main/process/test-left-nothing.ts',
        },
      },
    ],
  },
});
