import type { Grant } from '../../preload/contract/files';
import type { Capabilities } from '../../preload/contract/host';

/** Directories of this run. All are absolute. */
export interface Paths {
  /** The data directory: the store, projects, runs, logs. Mode 0700. */
  data: string;
  /** Files that come with the app: migrations, Python scripts, samples. */
  resources: string;
  /** Where the choice of the data directory is kept; outside of the data directory itself. */
  config: string;
}

export type SecretsState = 'ok' | 'locked' | 'absent';

/** The keychain. Every method answers within seconds even when the keychain does not. */
export interface Secrets {
  /** Looks whether the keychain can be used now, with a value written, read and removed. */
  probe(): Promise<{ state: SecretsState; message: string; hint: string }>;
  /** Where `set` puts things at the moment. */
  location(): Promise<'os' | 'memory'>;
  /** @throws AppError UNAVAILABLE when the keychain is locked. */
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
}

/** Dialogs of the operating system. */
export interface Dialogs {
  choose(options: {
    kind: Grant['kind'];
    title: string;
    suggestedName?: string;
    hidden?: boolean;
  }): Promise<string | null>;
  /**
   * Asks whether something may be done, with what it is in `detail`, and resolves to whether the person agreed.
   * @throws AppError CONFLICT while another such question is open
   */
  agree(question: { message: string; detail: string; yes: string; no: string }): Promise<boolean>;
}

export interface Shell {
  /** Shows a folder in the file manager. */
  openFolder(path: string): Promise<void>;
  /** Opens a web address in the person's browser, if the person agrees to it in a dialog; whether they did. */
  openLink(link: URL): Promise<boolean>;
}

export interface DragOut {
  /** Starts a drag of files that exist, from the window that has the pointer. */
  start(paths: string[]): void;
}

export interface Notice {
  title: string;
  body: string;
  /** A link of the app, such as `fedwright://certificates`, that a click shows. */
  link: string;
}

/** Notifications of the operating system. */
export interface Notify {
  /** Whether this system can show any at the moment. */
  isSupported(): boolean;
  /** Resolves to whether it was shown, within seconds. */
  show(notice: Notice): Promise<boolean>;
}

/** New versions of the app itself. */
export interface UpdateFeed {
  /** The newer version that the feed has; null when there is none. */
  check(): Promise<string | null>;
  /** Fetches it and compares its sum. Progress is 0 to 1. */
  download(onProgress: (value: number) => void): Promise<void>;
  /** Whether a quit by the person installs it. */
  installAtQuit(yes: boolean): void;
}

/** What a host gives the app. A door without a part has null there, and `capabilities` says so. */
export interface Platform {
  door: 'window' | 'browser' | 'cli';
  version: string;
  paths: Paths;
  capabilities: Omit<Capabilities, 'secrets'>;
  secrets: Secrets;
  dialogs: Dialogs | null;
  shell: Shell | null;
  dragOut: DragOut | null;
  notify: Notify | null;
  /** Ends this process and starts it again, where the door can. */
  relaunch: (() => void) | null;
  updates: UpdateFeed | null;
  versions: Record<string, string>;
}
