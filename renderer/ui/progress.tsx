interface ProgressProps {
  /** 0 to 1, or null when the length of the work is not known. */
  value: number | null;
  label: string;
}

/** How far a piece of work is. */
export function Progress({ value, label }: ProgressProps) {
  const percent = value === null ? null : Math.round(value * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent ?? undefined}
      className="h-1 w-full overflow-hidden rounded-full bg-line"
    >
      {percent === null ? (
        <div className="h-full w-2/5 animate-sweep rounded-full bg-running" />
      ) : (
        <div
          className="h-full rounded-full bg-running transition-[width] duration-160"
          style={{ width: `${percent}%` }}
        />
      )}
    </div>
  );
}
