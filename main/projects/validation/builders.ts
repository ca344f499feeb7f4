import type { Problem } from '../../../preload/contract/meta';
import { error, quote, warning } from '../problem';
import { type JsonMap, isMap } from '../yaml/tree';
import type { Checked, Rule } from './context';
import { checkScheme } from './scheme';

const own = 'nvflare.lighter.';
const impl = `${own}impl.`;
const known = new Set(
  [
    'workspace.WorkspaceBuilder',
    'static_file.StaticFileBuilder',
    'cert.CertBuilder',
    'signature.SignatureBuilder',
    'docker.DockerBuilder',
    'he.HEBuilder',
    'edge.EdgeBuilder',
    'aws.AWSBuilder',
    'azure.AzureBuilder',
    'template.TemplateBuilder',
  ].map((name) => impl + name),
);
/** Confidential computing; it starts nothing, unlike the packager beside it. */
const ccBuilder = `${own}cc_provision.impl.cc.CCBuilder`;
const removed = new Map([
  [`${impl}helm_chart.HelmChartBuilder`, 'Helm charts come from "nvflare deploy prepare" since 2.8.'],
  [`${impl}docker_launcher.DockerLauncherBuilder`, 'Images come from "nvflare deploy prepare" since 2.8.'],
]);
const needed = ['WorkspaceBuilder', 'StaticFileBuilder', 'CertBuilder'];

/** The classes that make the kits, and what the form sets of them. */
export const builderRules: Rule = (project) => [
  ...checkBuilders(project),
  ...checkPackager(project),
  ...checkScheme('builders.scheme', project.model.scheme),
  ...checkDockerImage(project.model.dockerImage),
  ...checkOverseerAgent(project),
];

function checkBuilders(project: Checked): Problem[] {
  const { builders } = project.root;
  if (!Array.isArray(builders) || builders.length === 0)
    return [
      error(
        'builders',
        'builders.missing',
        'The project has no builders, so nothing would be made.',
        'Copy the section "builders" from a project that was made from a template.',
      ),
    ];
  return [
    ...builders.flatMap((builder, index) =>
      checkBuilder(project, `builders[${index}]`, isMap(builder) ? builder : {}),
    ),
    ...checkNeeded(project),
  ];
}

/** Whether a class is one that NVFlare makes kits with: no other may run without consent. */
export const isOwnBuilder = (path: string): boolean =>
  known.has(path) || removed.has(path) || path === ccBuilder;

/** Whether something reads the confidential-computing settings of participants. */
export const readsCcConfig = (project: Checked): boolean =>
  builderPaths(project).some((path) => path === ccBuilder || !isOwnBuilder(path));

/** A builder that is not NVFlare's: what it makes, nobody here knows. */
export const hasForeignBuilder = (project: Checked): boolean =>
  builderPaths(project).some((path) => path !== '' && !path.startsWith(own));

const builderPaths = ({ root }: Checked): string[] => {
  const { builders } = root;
  return (Array.isArray(builders) ? builders : []).map((builder) => pathOf(isMap(builder) ? builder : {}));
};

const pathOf = (builder: JsonMap): string => (typeof builder['path'] === 'string' ? builder['path'] : '');

function checkBuilder({ features }: Checked, field: string, builder: JsonMap): Problem[] {
  const path = pathOf(builder);
  if (path === '')
    return [
      error(
        field,
        'builder.path',
        'This builder has no path.',
        `Give its class, such as ${impl}cert.CertBuilder.`,
      ),
    ];
  const { args } = builder;
  if (args !== undefined && args !== null && !isMap(args))
    return [
      error(
        `${field}.args`,
        'builder.args',
        'The arguments of this builder are no mapping.',
        'Write them as keys with values.',
      ),
    ];
  const gone = removed.get(path);
  if (gone) {
    const make = features?.studies ? error : warning;
    if (features && !features.studies) return [];
    return [
      make(
        `${field}.path`,
        'builder.removed',
        `NVFlare has no ${quote(path)} since 2.8.`,
        `Remove it. ${gone}`,
      ),
    ];
  }
  if (path === ccBuilder && isMap(args) && namesPlace(args['cc_mgr_id']))
    return [
      error(
        `${field}.args.cc_mgr_id`,
        'builder.args',
        'The id of the manager component names a place in the file system, and NVFlare would write there.',
        'Give it an id without slashes, such as cc_manager.',
      ),
    ];
  if (isOwnBuilder(path)) return [];
  if (!isDotted(path)) return [undotted(`${field}.path`, path)];
  if (!path.startsWith(impl)) return [foreignCode(`${field}.path`, path)];
  return [
    warning(
      `${field}.path`,
      'builder.unknown',
      `NVFlare has no builder ${quote(path)} that Fedwright knows.`,
      'Check the spelling, or that the NVFlare in use has it.',
    ),
  ];
}

/** Whether an id, of which NVFlare makes the name of a file in a kit, would lead out of the kit. */
export const namesPlace = (id: unknown): boolean =>
  (typeof id === 'object' && id !== null) || /[/\\:]/.test(String(id));

/** Python imports no other: what looks like the path of a file is none of a class. */
const isDotted = (path: string): boolean => /^[^\s/\\:]+$/.test(path);

const undotted = (field: string, path: string): Problem =>
  error(
    field,
    'builder.path',
    `${quote(path)} is no path of a class.`,
    `Give it as Python imports it, such as package.module.Class.`,
  );

/**
 * NVFlare imports whatever a path names and calls it with the arguments in the file, before it looks whether that
 * is a builder at all: `subprocess.Popen` starts a program.
 */
const foreignCode = (field: string, path: string): Problem =>
  warning(
    field,
    'builder.foreign',
    `Provisioning runs ${quote(path)} on this machine with your rights. It is not a part of NVFlare that makes kits.`,
    'Allow it when you provision, if you know what it does and trust whoever wrote this file. Otherwise remove it.',
  );

function checkPackager({ root }: Checked): Problem[] {
  const { packager } = root;
  const path = isMap(packager) ? pathOf(packager) : '';
  if (path === '') return [];
  return [isDotted(path) ? foreignCode('packager.path', path) : undotted('packager.path', path)];
}

function checkNeeded(project: Checked): Problem[] {
  const paths = builderPaths(project);
  const make = hasForeignBuilder(project) ? warning : error;
  return needed
    .filter((name) => !paths.some((path) => path.endsWith(name)))
    .map((name) =>
      make(
        'builders',
        'builders.incomplete',
        `The builders lack a ${name}, without which no kit works.`,
        'Copy the section "builders" from a project that was made from a template.',
      ),
    );
}

/** It is written into docker.sh as it is. */
function checkDockerImage(image: string | null): Problem[] {
  if (image === null || image === '' || /^[A-Za-z0-9][A-Za-z0-9._/:@-]*$/.test(image)) return [];
  return [
    error(
      'builders.docker_image',
      'docker-image.format',
      `${quote(image)} is no name of an image.`,
      'Give it as docker run takes it, such as localhost/nvflare:2.8.1.',
    ),
  ];
}

function checkOverseerAgent({ model, features }: Checked): Problem[] {
  const { overseerAgent } = model;
  if (!overseerAgent) return [];
  if (!features?.overseer)
    return [
      warning(
        'builders.overseer_agent',
        'overseer-agent.ignored',
        'NVFlare ignores the overseer agent since 2.7.',
        'Remove it, unless the file is used with an older NVFlare as well.',
      ),
    ];
  if (overseerAgent.path !== '') return [];
  return [
    error(
      'builders.overseer_agent.path',
      'overseer-agent.path',
      'The overseer agent has no path.',
      'Give its class, such as nvflare.ha.dummy_overseer_agent.DummyOverseerAgent.',
    ),
  ];
}
