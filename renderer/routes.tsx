import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { CrashedPage } from './shell/crashed-page';
import { Frame } from './shell/frame';
import { MissingPage } from './shell/missing-page';
import { PagePending } from './shell/page-pending';
import {
  readCertificatesSearch,
  readContainersSearch,
  readDeploymentsSearch,
  readKitHistorySearch,
  readDistributedSearch,
  readHostsSearch,
  readFilesSearch,
  readKitsSearch,
  readLocalFederationsSearch,
  readLogsSearch,
  readPreflightSearch,
  readProjectSearch,
  readProjectsSearch,
  readSettingsSearch,
  readTerminalsSearch,
} from './shell/search-params';

const root = createRootRoute({ component: Frame, notFoundComponent: MissingPage });

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('./overview/page'), 'OverviewPage'),
});

const projects = createRoute({
  getParentRoute: () => root,
  path: '/projects',
  validateSearch: readProjectsSearch,
  component: lazyRouteComponent(() => import('./projects/list-page'), 'ProjectsPage'),
});

const project = createRoute({
  getParentRoute: () => root,
  path: '/projects/$projectId',
  validateSearch: readProjectSearch,
  component: lazyRouteComponent(() => import('./projects/project-page'), 'ProjectPage'),
});

const ca = createRoute({
  getParentRoute: () => root,
  path: '/projects/$projectId/ca',
  component: lazyRouteComponent(() => import('./provisioning/ca-page'), 'CaPage'),
});

const kitHistory = createRoute({
  getParentRoute: () => root,
  path: '/projects/$projectId/kit-history',
  validateSearch: readKitHistorySearch,
  component: lazyRouteComponent(() => import('./kits/history/page'), 'KitHistoryPage'),
});

const run = createRoute({
  getParentRoute: () => root,
  path: '/runs/$runId',
  component: lazyRouteComponent(() => import('./provisioning/run-page'), 'RunPage'),
});

const kits = createRoute({
  getParentRoute: () => root,
  path: '/kits',
  validateSearch: readKitsSearch,
  component: lazyRouteComponent(() => import('./kits/kits-page'), 'KitsPage'),
});

const certificates = createRoute({
  getParentRoute: () => root,
  path: '/certificates',
  validateSearch: readCertificatesSearch,
  component: lazyRouteComponent(() => import('./certificates/page'), 'CertificatesPage'),
});

const distributed = createRoute({
  getParentRoute: () => root,
  path: '/distributed',
  validateSearch: readDistributedSearch,
  component: lazyRouteComponent(() => import('./distributed/page'), 'DistributedPage'),
});

const hosts = createRoute({
  getParentRoute: () => root,
  path: '/hosts',
  validateSearch: readHostsSearch,
  component: lazyRouteComponent(() => import('./hosts/page'), 'HostsPage'),
});

const containers = createRoute({
  getParentRoute: () => root,
  path: '/containers',
  validateSearch: readContainersSearch,
  component: lazyRouteComponent(() => import('./containers/page'), 'ContainersPage'),
});

const images = createRoute({
  getParentRoute: () => root,
  path: '/containers/images',
  validateSearch: readContainersSearch,
  component: lazyRouteComponent(() => import('./stock/images/page'), 'ImagesPage'),
});

const volumes = createRoute({
  getParentRoute: () => root,
  path: '/containers/volumes',
  validateSearch: readContainersSearch,
  component: lazyRouteComponent(() => import('./stock/volumes/page'), 'VolumesPage'),
});

const networks = createRoute({
  getParentRoute: () => root,
  path: '/containers/networks',
  validateSearch: readContainersSearch,
  component: lazyRouteComponent(() => import('./stock/networks/page'), 'NetworksPage'),
});

const cleanUp = createRoute({
  getParentRoute: () => root,
  path: '/containers/clean-up',
  validateSearch: readContainersSearch,
  component: lazyRouteComponent(() => import('./stock/clean-up/page'), 'CleanUpPage'),
});

const newContainer = createRoute({
  getParentRoute: () => root,
  path: '/containers/new',
  validateSearch: readContainersSearch,
  component: lazyRouteComponent(() => import('./container-create/page'), 'NewContainerPage'),
});

const secrets = createRoute({
  getParentRoute: () => root,
  path: '/containers/secrets',
  validateSearch: readContainersSearch,
  component: lazyRouteComponent(() => import('./container-create/secrets-page'), 'SecretsPage'),
});

const deployments = createRoute({
  getParentRoute: () => root,
  path: '/deployments',
  validateSearch: readDeploymentsSearch,
  component: lazyRouteComponent(() => import('./deployments/page'), 'DeploymentsPage'),
});

const terminals = createRoute({
  getParentRoute: () => root,
  path: '/terminals',
  validateSearch: readTerminalsSearch,
  component: lazyRouteComponent(() => import('./terminals/page'), 'TerminalsPage'),
});

const localFederations = createRoute({
  getParentRoute: () => root,
  path: '/local-federations',
  validateSearch: readLocalFederationsSearch,
  component: lazyRouteComponent(() => import('./local-federations/page'), 'LocalFederationsPage'),
});

const preflight = createRoute({
  getParentRoute: () => root,
  path: '/preflight',
  validateSearch: readPreflightSearch,
  component: lazyRouteComponent(() => import('./preflight/page'), 'PreflightPage'),
});

const task = createRoute({
  getParentRoute: () => root,
  path: '/tasks/$taskId',
  component: lazyRouteComponent(() => import('./shell/task-page'), 'TaskPage'),
});

const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  component: lazyRouteComponent(() => import('./audit/page'), 'AuditPage'),
});

const logs = createRoute({
  getParentRoute: () => root,
  path: '/logs',
  validateSearch: readLogsSearch,
  component: lazyRouteComponent(() => import('./logs/page'), 'LogsPage'),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  validateSearch: readSettingsSearch,
  component: lazyRouteComponent(() => import('./settings/page'), 'SettingsPage'),
});

const upkeep = createRoute({
  getParentRoute: () => root,
  path: '/settings/upkeep',
  component: lazyRouteComponent(() => import('./upkeep/page'), 'UpkeepPage'),
});

const hostFiles = createRoute({
  getParentRoute: () => root,
  path: '/hosts/$hostId/files',
  validateSearch: readFilesSearch,
  component: lazyRouteComponent(() => import('./remote-files/page'), 'FilesPage'),
});

const hostPorts = createRoute({
  getParentRoute: () => root,
  path: '/hosts/$hostId/ports',
  component: lazyRouteComponent(() => import('./host-ports/page'), 'HostPortsPage'),
});

const containerFiles = createRoute({
  getParentRoute: () => root,
  path: '/containers/$hostId/$containerId/files',
  validateSearch: readFilesSearch,
  component: lazyRouteComponent(() => import('./remote-files/page'), 'ContainerFilesPage'),
});

const forwards = createRoute({
  getParentRoute: () => root,
  path: '/forwards',
  component: lazyRouteComponent(() => import('./forwards/page'), 'ForwardsPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    overview,
    projects,
    project,
    ca,
    kitHistory,
    run,
    kits,
    certificates,
    distributed,
    hosts,
    containers,
    images,
    volumes,
    networks,
    cleanUp,
    newContainer,
    secrets,
    deployments,
    terminals,
    localFederations,
    preflight,
    task,
    audit,
    logs,
    settings,
    upkeep,
    hostFiles,
    hostPorts,
    containerFiles,
    forwards,
  ]),
  history: createHashHistory(),
  defaultPendingComponent: PagePending,
  defaultErrorComponent: CrashedPage,
  defaultPreload: 'intent',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
