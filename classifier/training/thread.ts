import { runTrainingThread } from './run-training-thread.ts';

runTrainingThread();
