import path from 'node:path';
import { defineConfig } from 'vitest/config';
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

export default defineConfig({
  test: {
    include: ['{main,preload,renderer,scripts,bench}/**/*.test.ts'],
    // Real peers: a first start of Python on a busy machine takes its time.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
  },
});
