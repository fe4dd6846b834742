export { readMinutes, readNamespace } from './options.ts';
export { STEP_NAMES, testCluster } from './test-cluster.ts';
