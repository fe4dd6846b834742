import { compileApp, runApp } from './compile-app.ts';

/** The modules that an edge imports, by name; from the folder of the bundle, into which this file goes. */
export const modules = runApp(compileApp(import.meta.dirname), import.meta.dirname);
