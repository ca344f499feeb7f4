import path from 'node:path';
import type { Participant, ProjectModel } from '../../../preload/contract/project-model';
import type { Rest } from '../document/rest';
import { type Json, isMap } from '../yaml/tree';
import { isOwnBuilder } from './builders';

/** A file that NVFlare reads, or copies into kits, because the project names it. */
export interface GivenFile {
  field: string;
  /** As the project has it. */
  file: string;
  use: 'certificate' | 'settings' | 'template' | 'requirements';
}

/** Every file that a project names, whoever it is for: also where no form shows the key. */
export function givenFiles({ model, rest }: { model: ProjectModel; rest: Rest }): GivenFile[] {
  const ofProject: GivenFile[] = listed('custom_ca_cert', model.customCaCert, 'certificate');
  const ofParticipants = model.participants.flatMap((entry, index) => {
    const at = `participants[${index}]`;
    const { certificate, settings } = ofParticipant(entry, rest);
    return [
      ...listed(`${at}.custom_ca_cert`, certificate, 'certificate'),
      ...listed(`${at}.cc_config`, settings, 'settings'),
    ];
  });
  // What a class from outside NVFlare does with its arguments, nobody here knows: it is allowed as a whole.
  const ofBuilders = model.builders.flatMap(({ path: name, args }, index) =>
    isOwnBuilder(name) && isMap(args)
      ? [
          ...listed(`builders[${index}].args.template_file`, args['template_file'], 'template'),
          ...listed(`builders[${index}].args.requirements_file`, args['requirements_file'], 'requirements'),
        ].filter(({ file }) => !isPlainName(file))
      : [],
  );
  return [...ofProject, ...ofParticipants, ...ofBuilders];
}

function ofParticipant(entry: Participant, rest: Rest): { certificate: Json; settings: Json } {
  if ('customCaCert' in entry) return { certificate: entry.customCaCert, settings: entry.ccConfig };
  const others = rest.participants.get(entry.key);
  return { certificate: others?.['custom_ca_cert'] ?? null, settings: others?.['cc_config'] ?? null };
}

/** One file or several; NVFlare takes nothing but texts for names of files. */
const listed = (field: string, value: Json | undefined, use: GivenFile['use']): GivenFile[] =>
  [value].flat().flatMap((file) => (typeof file === 'string' && file !== '' ? [{ field, file, use }] : []));

/** Builders look for such a name among NVFlare's own templates, or in the empty directory that they run in. */
const isPlainName = (file: string): boolean => /^[^/\\:]+$/.test(file);

/** The name of a file of the project. */
export const ownName = (file: string): string | undefined => /^(?:\.\/)?files\/([^/\\]+)$/.exec(file)?.[1];

/** A file of this machine that is none of the project: a full path, of this system or of Windows. */
export const isOutside = (file: string): boolean => path.isAbsolute(file) || path.win32.isAbsolute(file);
