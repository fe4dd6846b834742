import { runThread } from '../../classifier/training/threads/threads.ts';

runThread({
  count() {
    throw new Error('no memory left');
  },
});
