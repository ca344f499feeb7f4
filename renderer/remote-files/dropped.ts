import { droppedFiles } from '../../preload/contract/file-calls';

/** A file or a folder that was dropped or chosen, with the names of what is in it. */
export interface Dropped {
  name: string;
  files: { parts: string[]; file: File }[];
  folders: string[][];
}

export const ofFile = (file: File): Dropped => ({
  name: file.name,
  files: [{ parts: [], file }],
  folders: [],
});

/** Reads what was dropped, folders with all that is in them. @throws Error when it is too much */
export function readDropped(items: DataTransferItemList): Promise<Dropped[]> {
  // All at once: the list is empty as soon as the event is over.
  const entries = [...items].map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  return Promise.all(
    entries.flatMap(({ entry, file }) => {
      if (entry && isFolder(entry)) return [readFolder(entry)];
      return file ? [Promise.resolve(ofFile(file))] : [];
    }),
  );
}

/** A folder that was chosen comes as its files, each with its path. One without files cannot be told. */
export function fromChosen(files: readonly File[]): Dropped[] {
  const folders = new Map<string, Dropped>();
  for (const file of files) {
    const [name = file.name, ...parts] = file.webkitRelativePath.split('/');
    const dropped = folders.get(name) ?? { name, files: [], folders: [] };
    dropped.files.push({ parts, file });
    folders.set(name, dropped);
  }
  return [...folders.values()];
}

async function readFolder(root: FileSystemDirectoryEntry): Promise<Dropped> {
  const dropped: Dropped = { name: root.name, files: [], folders: [] };
  const read = async (folder: FileSystemDirectoryEntry, above: string[]): Promise<void> => {
    for (const entry of await entriesOf(folder)) {
      const parts = [...above, entry.name];
      if (isFolder(entry)) {
        dropped.folders.push(parts);
        await read(entry, parts);
      } else dropped.files.push({ parts, file: await fileOf(entry as FileSystemFileEntry) });
      if (dropped.files.length + dropped.folders.length > droppedFiles)
        throw new Error(
          `${root.name} has more than ${droppedFiles} entries: pack it first, and upload the archive.`,
        );
    }
  };
  await read(root, []);
  return dropped;
}

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

/** A browser gives them in portions, the last of which is empty. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

const fileOf = (entry: FileSystemFileEntry) =>
  new Promise<File>((resolve, reject) => entry.file(resolve, reject));
