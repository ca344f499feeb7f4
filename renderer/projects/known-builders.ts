/** An argument of a builder that has a field of its own. */
export interface BuilderArg {
  key: string;
  label: string;
  kind: 'text' | 'number' | 'texts' | 'numbers';
  placeholder: string;
}

interface KnownBuilder {
  title: string;
  what: string;
  args: BuilderArg[];
}

const none = { args: [] };
const text = (key: string, label: string, placeholder = 'None'): BuilderArg => ({
  ...{ key, label, placeholder },
  kind: 'text',
});
const impl = (name: string) => `nvflare.lighter.impl.${name}`;

/** The builders of NVFlare with their arguments, by class. Read in `nvflare/lighter` of 2.7 to 2.9. */
export const knownBuilders: Record<string, KnownBuilder> = {
  [impl('workspace.WorkspaceBuilder')]: {
    title: 'Workspace',
    what: 'Makes the folders that all others write into. It has to be the first.',
    args: [{ key: 'template_file', label: 'Templates', kind: 'texts', placeholder: 'master_template.yml' }],
  },
  [impl('static_file.StaticFileBuilder')]: {
    title: 'Static files',
    what: 'Writes settings and scripts into the kits. Scheme and Docker image are on the tab Project.',
    args: [
      text('config_folder', 'Configuration folder', 'config'),
      text('app_validator', 'Class that checks submitted apps'),
      text('download_job_url', 'Address to download jobs from'),
    ],
  },
  [impl('cert.CertBuilder')]: {
    title: 'Certificates',
    what: 'Makes the CA, and keys with certificates.',
    ...none,
  },
  [impl('signature.SignatureBuilder')]: {
    title: 'Signatures',
    what: 'Signs kits for confidential computing or homomorphic encryption.',
    ...none,
  },
  [impl('docker.DockerBuilder')]: {
    title: 'Docker Compose',
    what: 'Writes a compose file for server and sites.',
    args: [
      text('base_image', 'Base image', 'python:3.10'),
      text('requirements_file', 'Requirements file', 'requirements.txt'),
    ],
  },
  [impl('he.HEBuilder')]: {
    title: 'Homomorphic encryption',
    what: 'Makes a TenSEAL context for server and sites. The Python of NVFlare needs tenseal.',
    args: [
      { key: 'poly_modulus_degree', label: 'Polynomial modulus degree', kind: 'number', placeholder: '8192' },
      {
        key: 'coeff_mod_bit_sizes',
        label: 'Coefficient sizes in bits',
        kind: 'numbers',
        placeholder: '60 40 40',
      },
      { key: 'scale_bits', label: 'Scale in bits', kind: 'number', placeholder: '40' },
      text('scheme', 'Scheme', 'CKKS'),
    ],
  },
  [impl('edge.EdgeBuilder')]: {
    title: 'Edge',
    what: 'Adds what the last clients of an edge tree need to serve devices.',
    ...none,
  },
  [impl('aws.AWSBuilder')]: { title: 'AWS', what: 'Adds scripts that start the kits on AWS.', ...none },
  [impl('azure.AzureBuilder')]: {
    title: 'Azure',
    what: 'Adds scripts that start the kits on Azure.',
    ...none,
  },
  'nvflare.lighter.cc_provision.impl.cc.CCBuilder': {
    title: 'Confidential computing',
    what: 'Reads the confidential-computing file of each participant. It belongs after Static files.',
    args: [text('cc_mgr_id', 'Id of the manager component', 'cc_manager')],
  },
};
