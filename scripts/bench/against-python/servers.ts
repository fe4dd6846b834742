import { join } from 'node:path';
import { MODEL_KINDS } from '../../../classifier/src/index.ts';
import { build, NODE_FLAGS } from '../../bundle/index.ts';
import { PYTHON_FOLDER } from './python-system.ts';

/** A server to be measured. */
export interface Contender {
  name: string;
  /** The program and its arguments, for the port it is to listen on. */
  commandFor: (port: number) => readonly string[];
}

/** What every ratio of requests is held against: the Python system as one would write it today. */
export const BASELINE = 'FastAPI';

/**
 * Our HTTP function with each model.
 * @param folder where they are built
 */
export async function buildOwnServers(folder: string): Promise<Contender[]> {
  const servers: Contender[] = [];
  for (const kind of MODEL_KINDS) {
    await build({ model: kind, folder: join(folder, kind) });
    const command = [process.execPath, ...NODE_FLAGS, join(folder, kind, 'index.js')];
    servers.push({ name: kind, commandFor: () => command });
  }
  return servers;
}

/** The Python system behind three servers, each with one process that answers; none logs requests. */
export function listPythonServers(python: string): Contender[] {
  return [
    { name: 'Flask', commandFor: () => [python, join(PYTHON_FOLDER, 'flask_published.py')] },
    {
      name: 'gunicorn',
      commandFor: (port) => [
        ...[python, '-m', 'gunicorn', '--bind', `127.0.0.1:${port}`, '--workers', '1', '--threads', '4'],
        ...['--log-level', 'warning', '--chdir', PYTHON_FOLDER, 'flask_preloaded:app'],
      ],
    },
    {
      name: BASELINE,
      commandFor: (port) => [
        ...[python, '-m', 'uvicorn', '--host', '127.0.0.1', '--port', String(port), '--no-access-log'],
        ...['--log-level', 'warning', '--app-dir', PYTHON_FOLDER, 'fastapi_preloaded:app'],
      ],
    },
  ];
}
