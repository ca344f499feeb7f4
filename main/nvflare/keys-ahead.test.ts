import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { otherPython, testPython } from '../../e2e/servers/nvflare';
import { run } from '../process/run';
import { createFolder, resources } from './test-bench';
import { writeManySites } from './test-projects';

const python = testPython() ?? '';
const itWithPeer = it.skipIf(!python);

const scripts = path.join(resources, 'python');

/** What a script prints that has these modules at hand, and as many processors as it is told. */
async function printed(...lines: string[]): Promise<unknown> {
  const all = [
    ...['import json, sys, threading, types', `sys.path.insert(0, ${JSON.stringify(scripts)})`],
    ...['sys.dont_write_bytecode = True', 'import keys_ahead', 'keys_ahead._processors = lambda: 2'],
    ...lines,
  ];
  const { exitCode, stdout, stderr } = await run(python, ['-E', '-c', all.join('\n')], {});
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: [] });
  return JSON.parse(stdout.at(-1) ?? '');
}

/** A module whose `make` counts, and notes which threads have called it. */
const counting = [
  'threads = []',
  'lock = threading.Lock()',
  'def make():',
  '    with lock:',
  '        threads.append(threading.current_thread().name)',
  '        return len(threads)',
  'module = types.SimpleNamespace(make=make)',
];

itWithPeer('makes as many as it was told, from the first call on, and gives each out once', async () => {
  const seen = await printed(
    ...counting,
    'give_up = keys_ahead.make_ahead(module, "make", 5)',
    'before = len(threads)',
    'taken = sorted(module.make() for _ in range(7))',
    'give_up()',
    'here = threads.count(threading.main_thread().name)',
    'print(json.dumps([before, taken, len(threads), here]))',
  );
  expect(seen).toEqual([0, [1, 2, 3, 4, 5, 6, 7], 7, 2]);
});

itWithPeer('changes nothing for one key, on one processor, or where there is no such function', async () => {
  const seen = await printed(
    ...counting,
    'keys_ahead.make_ahead(module, "make", 1)',
    'keys_ahead.make_ahead(module, "other", 5)',
    'keys_ahead._processors = lambda: 1',
    'keys_ahead.make_ahead(module, "make", 5)',
    'print(json.dumps([module.make is make, hasattr(module, "other")]))',
  );
  expect(seen).toEqual([true, false]);
});

itWithPeer('hands on what went wrong, and ends with most of the work undone', async () => {
  const seen = await printed(
    'import time',
    'begun = []',
    'def make():',
    '    begun.append(1)',
    '    time.sleep(0.05)',
    '    raise OSError("no entropy")',
    'module = types.SimpleNamespace(make=make)',
    'give_up = keys_ahead.make_ahead(module, "make", 10000)',
    'try:',
    '    module.make()',
    'except OSError as error:',
    '    give_up()',
    '    print(json.dumps([str(error), len(begun) < 100]))',
  );
  expect(seen).toEqual(['no entropy', true]);
});

// Where an NVFlare takes its keys from elsewhere, runs would only be as slow as its own: nothing else would tell.
for (const version of ['2.6.3', '2.7.3', '2.8.1', '2.9.0']) {
  const own = otherPython(version) ?? '';
  it.skipIf(!own)(`is where NVFlare ${version} takes its keys from`, async () => {
    using place = createFolder();
    const project = writeManySites(place.folder, 3);
    const file = path.join(place.folder, 'counted.py');
    writeFileSync(
      file,
      [
        ...['import os, sys, threading', `sys.path.insert(0, ${JSON.stringify(scripts)})`],
        ...['import keys_ahead', 'keys_ahead._processors = lambda: 2'],
        'from nvflare.lighter.impl import cert',
        ...['make, threads = cert.generate_keys, []'],
        ...['def noted():', '    threads.append(threading.current_thread())', '    return make()'],
        ...['cert.generate_keys = noted', 'give_up = keys_ahead.make_ahead(cert, "generate_keys", 4)'],
        `sys.argv = ['nvflare', 'provision', '-p', ${JSON.stringify(project)}, '-w', ${JSON.stringify(place.folder)}]`,
        'from nvflare.cli import main',
        ...['try:', '    main()', 'finally:', '    give_up()'],
        ...['    ahead = [one for one in threads if one is not threading.main_thread()]'],
        ...['    print(f"{len(ahead)} of {len(threads)}")'],
      ].join('\n'),
    );
    const { stdout } = await run(own, ['-E', file], { cwd: place.folder });
    // The CA, a server, three sites, an admin.
    expect(stdout.at(-1)).toMatch(/^4 of [56]$/);
  });
}
