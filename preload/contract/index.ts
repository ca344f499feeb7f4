import type { ContractRouterClient } from '@orpc/contract';
import { audit } from './audit';
import { ca } from './ca';
import { certificates } from './certificates';
import { distributed } from './distributed';
import { files } from './files';
import { host } from './host';
import { hosts } from './hosts';
import { kitHistory } from './kit-history';
import { kits } from './kits';
import { logs } from './logs';
import { defineContract } from './meta';
import { projects } from './projects';
import { provisioning } from './provisioning';
import { runtime } from './runtime';
import { settings } from './settings';
import { tasks } from './tasks';
import { templates } from './templates';
import { terminals } from './terminals';
import { updates } from './updates';
import { upkeep } from './upkeep';
import { workspaces } from './workspaces';

/** The wire contract: every call of every door. */
export const contract = defineContract({
  host,
  settings,
  runtime,
  projects,
  provisioning,
  kits,
  ca,
  kitHistory,
  certificates,
  distributed,
  tasks,
  files,
  audit,
  logs,
  updates,
  upkeep,
  templates,
  workspaces,
  hosts,
  terminals,
});

export type Contract = typeof contract;
/** What a door gives its page or command: the contract as functions. */
export type Client = ContractRouterClient<Contract>;

/** The message with which a page hands its end of a MessageChannel to the preload. */
export const portMessage = 'fedwright:port';
