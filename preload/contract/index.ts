import type { ContractRouterClient } from '@orpc/contract';
import * as features from './features';
import { defineContract } from './meta';

/**
 * The wire contract: every call of every door. The type is that of the module, as the compiler does not write one
 * down that is as long as all calls together.
 */
export const contract: typeof features = defineContract({ ...features });

export type Contract = typeof contract;
/** What a door gives its page or command: the contract as functions. */
export type Client = ContractRouterClient<Contract>;
