import { type Json, isJsonMap } from '../../preload/contract/json';

/** How many participants NVFlare makes out of a section `edge`. Source: lighter/tree_prov.py. */
export interface EdgeTree {
  relays: number;
  /** One beside each relay, which passes on what the clients below it send. */
  innerClients: number;
  /** The last ones, which serve devices. */
  leafClients: number;
  /** With the server. */
  total: number;
}

const isIn = (value: Json | undefined, from: number, to: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;

/** Null while depth, width or clients are outside NVFlare's limits. */
export function countEdge(edge: Json): EdgeTree | null {
  if (!isJsonMap(edge)) return null;
  const { depth, width, clients, lcp_only: leavesOnly } = edge;
  if (!isIn(depth, 1, 5) || !isIn(width, 2, 9) || !isIn(clients, 2, 9)) return null;
  let relays = 0;
  for (let level = 1; level <= depth; level += 1) relays += width ** level;
  const innerClients = leavesOnly ? 0 : relays;
  const leafClients = width ** depth * clients;
  return { relays, innerClients, leafClients, total: 1 + relays + innerClients + leafClients };
}

/** A small tree, with the settings that Fedwright needs to find the kits. */
export const newEdge: Json = {
  analyze: false,
  lcp_only: false,
  root_dir: '.',
  depth: 1,
  width: 2,
  clients: 2,
  max_sites: 100,
  rp: 4321,
};
