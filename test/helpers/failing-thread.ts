import { runThread } from '../../classifier/training/threads/threads.ts';

runThread(() => {
  throw new Error('no memory left');
});
