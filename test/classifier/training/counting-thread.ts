import { runThread } from '../../../classifier/src/training/threads.ts';
import { createCounter } from './counter.ts';

runThread(createCounter);
