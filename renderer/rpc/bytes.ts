// What pages and the main process say in one way, for the primitives, which know no contract.
export { formatBytes } from '../../preload/contract/bytes';
