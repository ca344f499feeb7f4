import { ensureBuilt } from '../scripts/steps/build.mjs';
import { measureRefresh, measureStats } from './containers.mjs';
import { measureContractCall } from './contract-call.mjs';
import { measureLaunch } from './launch.mjs';
import { measureTable, measureTyping } from './participants.mjs';
import { measureAdding, measureProvisioning } from './provisioning.mjs';
import { measureConnections } from './ssh-connections.mjs';
import { printTable } from './table.mjs';
import { measureTerminal } from './terminal-output.mjs';
import { measureTransfers } from './transfers.mjs';

// Most rows are ratios of two things measured in turns in this run, so that they mean the same on any machine;
// what a person feels, such as the time of a key, is held to milliseconds.
// What each needs, and what its rows are: CONTRIBUTING.md.
const groups = {
  provisioning: () =>
    measureProvisioning([
      { sites: 10, rounds: 10, target: 1.15 },
      // Making a key takes chance long: on a hundred keys some 4 % of the time, which only many rounds even out.
      { sites: 100, rounds: 16, target: 1.05 },
    ]),
  thousand: () => measureProvisioning([{ sites: 1000, rounds: 8, target: 1.05 }]),
  launch: () => measureLaunch({ rounds: 7, launchTarget: 2, memoryTarget: 1.6 }),
  adding: () => measureAdding({ sites: 1000, rounds: 4, target: 0.15 }),
  table: () => measureTable({ participants: 1000, rounds: 7, target: 100 }),
  typing: () => measureTyping({ participants: 1000, keys: 40, target: 50 }),
  connections: () => measureConnections({ megabytes: 1000, target: 1 }),
  refresh: () => measureRefresh({ hosts: 20, slowMs: 1000, rounds: 7, target: 1.3, othersTarget: 300 }),
  transfers: () => measureTransfers({ megabytes: 1000, rounds: 5, target: 1.3 }),
  terminal: () => measureTerminal({ megabytes: 50, rounds: 5, target: 3, echoTarget: 100, stopTarget: 500 }),
  // An hour of rounds of three seconds.
  stats: () => measureStats({ containers: 200, rounds: 1200, target: 1.1 }),
  call: () => measureContractCall({ batches: 50, calls: 60, target: 2 }),
};

const wanted = process.argv.slice(2);
const names = Object.keys(groups).filter((name) => wanted.length === 0 || wanted.includes(name));
await ensureBuilt();
const rows = [];
for (const name of names) rows.push(...(await groups[name]()));
process.exitCode = printTable(rows) ? 0 : 1;
