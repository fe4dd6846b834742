// Preloaded by every npm script, in plain JavaScript so that an old Node.js can read it too.
const [major] = process.versions.node.split('.');
if (Number(major) < 24) {
  console.error(
    `movie-sentiment needs Node.js 24 or newer, this is ${process.version}: install it from https://nodejs.org (on Linux x64 and arm64, "npm ci" brings its own)`,
  );
  process.exit(1);
}
