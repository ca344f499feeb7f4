/** `512 B`, `3.4 kB`, `1.2 GB`: powers of 1000, as disks are sold; one way for what the app says and what pages show. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const names = ['kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes / 1000;
  let index = 0;
  while (value >= 999.5 && index < names.length - 1) {
    value /= 1000;
    index += 1;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${names[index]}`;
}
