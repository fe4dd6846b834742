import { runThread } from '../../../classifier/src/training/threads.ts';

runThread(() => {
  throw new Error('no memory left');
});
