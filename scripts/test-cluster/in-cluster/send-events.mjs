// Runs in the cluster: sends COUNT events to BROKER_URL in SECONDS, each POISON_EVERY-th without a text, and ends with a
// line of what came of them. What the Broker does not take is sent again, as a sender must that loses nothing.
import { setTimeout as sleep } from 'node:timers/promises';

const { BROKER_URL, COUNT, SECONDS, POISON_EVERY, MAX_TRIES = '8' } = process.env;
const outcome = { sent: 0, again: 0, refused: 0 };

async function send(i) {
  const data = i % Number(POISON_EVERY) === 0 ? {} : { mytext: `A lovely film, number ${i}.` };
  const headers = {
    'content-type': 'application/json',
    'ce-specversion': '1.0',
    'ce-type': 'dev.movie-sentiment.text.v1',
    'ce-source': '/test-cluster',
    'ce-id': String(i),
    'ce-subject': String(i),
  };
  for (let tries = 1; tries <= Number(MAX_TRIES); tries++) {
    const answer = await fetch(BROKER_URL, { method: 'POST', headers, body: JSON.stringify(data) }).catch(
      () => undefined,
    );
    await answer?.arrayBuffer().catch(() => {});
    if (answer?.ok) {
      outcome.sent++;
      return;
    }
    outcome.again++;
    await sleep(250 * tries);
  }
  outcome.refused++;
}

const underWay = [];
for (let i = 1; i <= Number(COUNT); i++) {
  underWay.push(send(i));
  await sleep((Number(SECONDS) * 1000) / Number(COUNT));
}
await Promise.all(underWay);
console.log(JSON.stringify(outcome));
