// The baseline of `bench http`, in plain JavaScript as a bundle is: reads a request and answers a constant.
import { createServer } from 'node:http';

const ANSWER = '{"sentiment":"neutral"}';

createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': ANSWER.length });
    response.end(ANSWER);
  });
}).listen(Number(process.env.PORT));

process.on('SIGTERM', () => process.exit());
