import type {
  ContainerPlace,
  DeploymentState,
  DeployPreview,
  HostPlace,
  LocalEdit,
  Place,
} from '../../preload/contract/deployments';
import type { KitSummary } from '../../preload/contract/kits';
import type { TaskContext } from '../tasks/service';
import type { LeavingKit } from './kit-content';
import type { DeploymentRow } from './store';

/** What deploying would do; `ports` are those that a server listens on. */
export type Plan = NonNullable<DeployPreview['plan']> & { ports: number[] };

/** What is to be put where. */
export interface DeployRequest<P extends Place = Place> {
  leaving: LeavingKit;
  place: P;
  ownStorage: boolean;
  /** Null is all of them. */
  carryOver: string[] | null;
  restart: boolean;
}

export interface Deployed {
  /** Of the row: that of what was at the place before, or a new one. */
  id: string;
  place: Place;
  target: string;
  ports: number[];
  wasRunning: boolean;
}

/** The end of a log: the text from a byte on, and where it ends. */
export interface LogPiece {
  content: Buffer;
  from: number;
  size: number;
}

export interface ConsoleBundle {
  lines: { text: string }[];
  failures: { message: string }[];
}

/** One of the kinds of places where kits run. All of it throws AppErrors, in words for people. */
export interface Ground<P extends Place = Place> {
  preview(request: DeployRequest<P>, signal: AbortSignal): Promise<Plan>;
  /** Until it is in place, what was there before stays as it is, and runs. */
  deploy(request: DeployRequest<P>, task: TaskContext): Promise<Deployed>;
  /** Resolves when it runs; that it is ready takes longer. */
  start(row: DeploymentRow, task: TaskContext): Promise<void>;
  /** With everything that it has started. Also when nothing runs. */
  stop(row: DeploymentRow, task: TaskContext): Promise<void>;
  /** Gives the kit that is in place then; null when it is not known which. */
  rollBack(
    row: DeploymentRow,
    previousId: string,
    task: TaskContext,
  ): Promise<{ kitId: string; runNumber: number } | null>;
  remove(row: DeploymentRow, task: TaskContext): Promise<void>;
  /** SHA-256 of the files of the kit as they are, by path. */
  hashes(row: DeploymentRow, signal?: AbortSignal): Promise<Map<string, string>>;
  /** How each of several of one host is. */
  states(hostId: string, rows: DeploymentRow[], signal?: AbortSignal): Promise<Map<string, DeploymentState>>;
  /** Whether someone else has put another kit in its place. */
  isOther(row: DeploymentRow, signal?: AbortSignal): Promise<boolean>;
  /** The interpreter that it would be started with, where that is not part of the place. */
  python?(row: DeploymentRow, signal: AbortSignal): Promise<string>;
  /** What its console shows as a stream, where it is no file. */
  console?(row: DeploymentRow, tail: number, signal: AbortSignal): AsyncIterable<ConsoleBundle>;
  /** From a byte on; below zero: so many bytes from the end. */
  readLog(row: DeploymentRow, file: string, from: number, signal: AbortSignal): Promise<LogPiece>;
}

export interface Grounds {
  host: Ground<HostPlace>;
  container: Ground<ContainerPlace>;
}

/** Whether a kit that is found in the place of another one was made here for the same participant. */
export const isOwn = (
  kit: Pick<KitSummary, 'projectId' | 'participant'> | undefined,
  row: Pick<DeploymentRow, 'projectId' | 'participant'>,
): boolean => kit?.projectId === row.projectId && kit.participant === row.participant;

/** It came, but whoever sent it was cut off before that was noted. */
export const unnotedNote = (run: string): string =>
  `The kit of run ${run} is there, which is not noted here. Send the one that it should have.`;

/** Of all that is done at one place: one thing at a time. `target` is the absolute folder, or the name of the container. */
export const lockOf = ({ hostId, kind }: Pick<Place, 'hostId' | 'kind'>, target: string) => ({
  name: `deployment ${hostId} ${kind} ${target}`,
  busy: 'Something is being done there already.',
});

/** Those edits that are to be carried over; all of them without a choice. */
export const chosenEdits = (edits: LocalEdit[], carryOver: string[] | null): string[] =>
  edits.map(({ path }) => path).filter((path) => carryOver === null || carryOver.includes(path));

export const labelOf = ({ kit }: LeavingKit): string => `${kit.id} ${kit.runNumber} ${Date.now()}`;
