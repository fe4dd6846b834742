// Runs in the cluster: takes events, and writes a line for each: {"subject", "type"}. `kubectl logs` reads them.
import { createServer } from 'node:http';

createServer((request, response) => {
  request.resume().on('end', () => {
    const { 'ce-subject': subject, 'ce-type': type } = request.headers;
    if (subject !== undefined) console.log(JSON.stringify({ subject, type }));
    response.writeHead(subject === undefined ? 200 : 202).end();
  });
}).listen(Number(process.env.PORT));
// Process 1 ends by no signal that it does not ask for.
process.on('SIGTERM', () => process.exit(0));
