import { measureContractCall } from './contract-call.mjs';
import { measureProvisioning } from './provisioning.mjs';
import { printTable } from './table.mjs';

// Every row is a ratio of two things measured in turns in this run, so that it means the same on any machine.
// Needs the built app, `nvflare` (on the PATH, or beside FEDWRIGHT_TEST_PYTHON) and a display for Electron.
const groups = {
  provisioning: () =>
    measureProvisioning([
      { sites: 10, rounds: 10, target: 1.15 },
      { sites: 100, rounds: 10, target: 1.05 },
    ]),
  call: () => measureContractCall({ batches: 50, calls: 60, target: 2 }),
};

const wanted = process.argv.slice(2);
const names = Object.keys(groups).filter((name) => wanted.length === 0 || wanted.includes(name));
const rows = [];
for (const name of names) rows.push(...(await groups[name]()));
process.exitCode = printTable(rows) ? 0 : 1;
