// A stand-in for AWS Lambda's own runtime: loads a bundle's handler, then answers each event that comes as a message.
const { handler } = await import(process.argv[2]);
process.on('message', async (event) => {
  try {
    process.send({ answer: await handler(event, { awsRequestId: 'request' }) });
  } catch (error) {
    process.send({ error: String(error) });
  }
});
process.send('ready');
