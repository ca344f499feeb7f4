/**
 * The value of `--data DIR` or `--data=DIR` among arguments that are otherwise someone else's (Electron's
 * and Chromium's). The last one wins.
 */
export function readDataArgument(args: readonly string[]): string | undefined {
  let value: string | undefined;
  args.forEach((arg, index) => {
    if (arg.startsWith('--data=')) value = arg.slice('--data='.length);
    else if (arg === '--data') value = args[index + 1];
  });
  return value || undefined;
}
