import type { ProjectModel } from '../../preload/contract/projects';

/** A project without participants, for tests to start from. */
export const emptyModel: ProjectModel = {
  apiVersion: 3,
  name: 'study',
  description: null,
  scheme: null,
  dockerImage: null,
  connectionSecurity: null,
  customCaCert: null,
  allowLogStreaming: null,
  overseerAgent: null,
  builders: [],
  packager: null,
  studies: null,
  edge: null,
  participants: [],
};
