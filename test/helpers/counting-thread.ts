import { runThread } from '../../classifier/training/threads/threads.ts';
import { createCounter } from './counter.ts';

runThread({ count: createCounter });
