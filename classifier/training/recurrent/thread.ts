import { runNetworkThread } from './run-network-thread.ts';

runNetworkThread();
