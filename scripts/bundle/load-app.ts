import { compileApp, runApp } from './compile-app.ts';

/** The modules that an edge imports, by name. This file is copied into the folder of the bundle. */
export const modules = runApp(compileApp(import.meta.dirname), import.meta.dirname);
