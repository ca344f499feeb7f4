/** What the runtime needs of the settings. Read each time, as another process may change them. */
export interface RuntimeSettings {
  /** A Python that a person chose: a path, or `wsl:<distribution>:<path>`. Null: choose by yourself. */
  configuredPython(): string | null;
  setConfiguredPython(python: string | null): void;
  current(): {
    /** The version that "install" installs, and that is preferred among Fedwright's own environments. */
    nvflareVersion: string;
    /** A package index instead of PyPI. */
    packageIndexUrl: string | null;
    packageIndexUser: string | null;
    /** Where uv gets a Python from instead of its makers' releases. */
    pythonMirrorUrl: string | null;
  };
  update(change: { nvflareVersion: string }): Promise<unknown>;
  /** @throws AppError UNAVAILABLE when the keychain is locked. */
  packageIndexPassword(): Promise<string | null>;
}
