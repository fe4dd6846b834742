import { copyFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { built } from '../helpers/built.ts';
import { killAll, serveBundle } from '../helpers/serve-bundle.ts';
import { besidePython, isThere, PYTHON, run } from './tools.ts';

/** What the JavaScript generators are installed with, into a folder of their own. */
const NPM_PACKAGES = [
  'openapi-typescript@7.13.0',
  'openapi-fetch@0.17.0',
  'typescript@5.9.3',
  '@types/node@24.19.2',
];
const PROGRAMS = join(import.meta.dirname, 'generated');
const OPENAPI_GENERATOR = besidePython('openapi-generator-cli');
const OPENAPI_PYTHON_CLIENT = besidePython('openapi-python-client');

/** Generates a client from `openapi.json` in a folder, compiles it, and calls every route of a service by it. */
type CallEveryRoute = (folder: string, address: string) => Promise<unknown>;

interface Generator {
  name: string;
  /** What must be there: commands that run to their end. */
  needs: [command: string, ...args: string[]][];
  callEveryRoute: CallEveryRoute;
}

const JAVA: [string, ...string[]][] = [
  [PYTHON, '-c', 'import openapi_generator_cli'],
  ['java', '-version'],
];
const generate = (folder: string, generator: string, ...options: string[]) => {
  const args = ['generate', '-q', '-g', generator, '-i', 'openapi.json', '-o', 'client', ...options];
  return run(OPENAPI_GENERATOR, args, folder);
};
const installed = (folder: string) =>
  run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', ...NPM_PACKAGES], folder);
const compile = (folder: string, module: string, file: string) => {
  const args = [
    '--strict',
    '--target',
    'es2022',
    '--module',
    module,
    '--types',
    'node',
    '--outDir',
    'out',
    '--esModuleInterop',
    file,
  ];
  return run('node', ['node_modules/typescript/bin/tsc', ...args], folder);
};

const GENERATORS: Generator[] = [
  {
    name: 'openapi-typescript with openapi-fetch',
    needs: [['npm', '--version']],
    async callEveryRoute(folder, address) {
      await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
      await installed(folder);
      await run('node_modules/.bin/openapi-typescript', ['openapi.json', '-o', 'schema.d.ts'], folder);
      await copyFile(join(PROGRAMS, 'openapi-typescript.ts'), join(folder, 'call.ts'));
      await compile(folder, 'nodenext', 'call.ts');
      await run('node', ['out/call.js', address], folder);
    },
  },
  {
    name: 'openapi-generator, typescript-fetch',
    needs: [...JAVA, ['npm', '--version']],
    async callEveryRoute(folder, address) {
      await writeFile(join(folder, 'package.json'), '{}');
      await installed(folder);
      await generate(folder, 'typescript-fetch');
      await copyFile(join(PROGRAMS, 'typescript-fetch.ts'), join(folder, 'call.ts'));
      await compile(folder, 'commonjs', 'call.ts');
      await run('node', ['out/call.js', address], folder);
    },
  },
  {
    name: 'openapi-generator, python',
    needs: [...JAVA, [PYTHON, '-c', 'import pydantic, dateutil, urllib3']],
    async callEveryRoute(folder, address) {
      await generate(folder, 'python');
      const env = { PYTHONPATH: join(folder, 'client') };
      await run(PYTHON, [join(PROGRAMS, 'openapi_generator.py'), address], undefined, env);
    },
  },
  {
    name: 'openapi-python-client',
    needs: [[OPENAPI_PYTHON_CLIENT, '--version']],
    async callEveryRoute(folder, address) {
      const config = join(PROGRAMS, 'openapi_python_client.yaml');
      const args = ['generate', '--path', 'openapi.json', '--output-path', 'client', '--config', config];
      await run(OPENAPI_PYTHON_CLIENT, args, folder);
      const env = { PYTHONPATH: join(folder, 'client') };
      await run(PYTHON, [join(PROGRAMS, 'openapi_python_client.py'), address], undefined, env);
    },
  },
  {
    name: 'openapi-generator, java',
    needs: [...JAVA, ['mvn', '--version']],
    async callEveryRoute(folder, address) {
      await generate(folder, 'java');
      const project = join(folder, 'client');
      await copyFile(
        join(PROGRAMS, 'CallEveryRoute.java'),
        join(project, 'src/main/java/CallEveryRoute.java'),
      );
      const main = ['-Dexec.mainClass=CallEveryRoute', `-Dexec.args=${address}`];
      const goals = ['compile', 'org.codehaus.mojo:exec-maven-plugin:3.5.0:java'];
      await run('mvn', ['-q', '-B', '-DskipTests', ...goals, ...main], project);
    },
  },
  {
    name: 'openapi-generator, go',
    needs: [...JAVA, ['go', 'version']],
    async callEveryRoute(folder, address) {
      await generate(folder, 'go');
      const project = join(folder, 'client');
      await mkdir(join(project, 'call'));
      await copyFile(join(PROGRAMS, 'main.go'), join(project, 'call/main.go'));
      await run('go', ['run', '-mod=mod', './call', address], project);
    },
  },
  {
    name: 'openapi-generator, csharp',
    needs: [...JAVA, ['dotnet', '--version']],
    async callEveryRoute(folder, address) {
      await generate(
        folder,
        'csharp',
        '--library',
        'httpclient',
        '--additional-properties=targetFramework=net8.0',
      );
      const project = join(folder, 'call');
      await run('dotnet', ['new', 'console', '--output', 'call'], folder);
      await copyFile(join(PROGRAMS, 'CallEveryRoute.cs'), join(project, 'Program.cs'));
      const client = join(folder, 'client/src/Org.OpenAPITools/Org.OpenAPITools.csproj');
      await run('dotnet', ['add', 'call', 'reference', client], folder);
      await run('dotnet', ['run', '--project', 'call', '--', address], folder);
    },
  },
];

let service: Awaited<ReturnType<typeof built>>;
beforeAll(async () => {
  service = await built('http');
});
afterAll(killAll);

/** The operations of a document, such as `POST /batch`. */
function operationsOf(document: { paths: Record<string, object> }): string[] {
  return Object.entries(document.paths)
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`))
    .sort();
}

/** The operations that a service has been asked for, as its metrics tell them. */
async function operationsCalled(address: string, version: string): Promise<string[]> {
  const metrics = await (await fetch(`${address}/metrics`)).text();
  const labels = metrics.matchAll(/^http_server_request_duration_seconds_count\{(.*)\} /gm);
  const called = Array.from(labels, ([, text]) => {
    const [, method] = /http_request_method="([^"]*)"/.exec(text!)!;
    const [, route = ''] = /http_route="([^"]*)"/.exec(text!) ?? [];
    const path = route.replace(`/versions/${version}`, '/versions/{version}').replace('::', ':');
    return `${method} ${path.length > 1 ? path.replace(/\/$/, '') : path}`;
  });
  return [...new Set(called)].sort();
}

describe.each(GENERATORS)('a client of $name', ({ name, needs, callEveryRoute }) => {
  const isPossible = needs.every(([command, ...args]) => isThere(name, command, ...args));

  test.skipIf(!isPossible)('compiles, and calls every route', { timeout: 600_000 }, async () => {
    const { port } = await serveBundle(service.folder);
    const address = `http://127.0.0.1:${port}`;
    const folder = await mkdtemp(join(inject('scratch'), 'client-'));
    const document = await (await fetch(`${address}/openapi.json`)).json();
    await writeFile(join(folder, 'openapi.json'), JSON.stringify(document));
    await callEveryRoute(folder, address);
    expect(await operationsCalled(address, service.name)).toEqual(operationsOf(document));
  });
});
