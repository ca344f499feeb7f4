import { client, orpc } from '../rpc/client';

/** Where files are: on a host, or in one of its containers. */
export interface Place {
  hostId: string;
  containerId: string | null;
}

/** The calls for the files of a place: those of hosts and of containers are alike. */
export const callsOf = ({ containerId }: Place) =>
  containerId === null ? client.remoteFiles : client.containerFiles;

export const queriesOf = ({ containerId }: Place) =>
  containerId === null ? orpc.remoteFiles : orpc.containerFiles;
