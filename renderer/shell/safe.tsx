import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from '../ui/button';
import { ErrorPanel } from '../ui/error';

interface SafeState {
  error: unknown;
  failed: boolean;
}

/** The last catch: whatever breaks below it leaves a window that says so and can be reloaded. */
export class Safe extends Component<{ children: ReactNode }, SafeState> {
  override state: SafeState = { error: null, failed: false };

  static getDerivedStateFromError(error: unknown): SafeState {
    return { error, failed: true };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    if (info.componentStack) error.stack = `${error.stack ?? ''}\n${info.componentStack}`;
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <main className="mx-auto flex h-full max-w-xl flex-col justify-center gap-4 p-6">
        <h1 className="text-title font-semibold">The window could not be shown</h1>
        <p className="text-muted">
          Nothing that was saved is lost, and running tasks go on. Loading the window again is safe.
        </p>
        <ErrorPanel error={this.state.error} />
        <div>
          <Button variant="primary" onClick={() => location.reload()}>
            Load again
          </Button>
        </div>
      </main>
    );
  }
}
