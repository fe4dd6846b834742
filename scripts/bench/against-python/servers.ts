import { join } from 'node:path';
import { SMALL_KINDS } from '../../../classifier/src/index.ts';
import { build, NODE_FLAGS } from '../../bundle/index.ts';
import { PYTHON_FOLDER } from './python-system.ts';

/** A server to be measured. */
export interface Contender {
  name: string;
  /** The program and its arguments for a given port. */
  commandFor: (port: number) => readonly string[];
}

/** The baseline of the ratios for servers: the Python system as one would write it today. */
export const BASELINE = 'FastAPI';

/**
 * Builds our HTTP function with each model.
 * @param folder the output folder
 */
export async function buildOwnServers(folder: string): Promise<Contender[]> {
  const servers: Contender[] = [];
  for (const kind of SMALL_KINDS) {
    await build({ model: kind, folder: join(folder, kind) });
    const command = [process.execPath, ...NODE_FLAGS, join(folder, kind, 'index.js')];
    servers.push({ name: kind, commandFor: () => command });
  }
  return servers;
}

/** Lists the Python system behind three servers, each with one process that answers and without request logs. */
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
