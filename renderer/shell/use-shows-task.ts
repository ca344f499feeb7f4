import { useEffect } from 'react';
import { useTaskStore } from './task-store';

/** Says that the page shows how this task ends, so that no note has to. */
export function useShowsTask(taskId: string | null): void {
  useEffect(() => {
    if (taskId === null) return;
    useTaskStore.setState({ shown: taskId });
    return () => useTaskStore.setState((state) => (state.shown === taskId ? { shown: null } : state));
  }, [taskId]);
}
