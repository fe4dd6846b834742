export { HOST } from './build-arguments.ts';
export { buildImage, IMAGE_FUNCTIONS, IMAGE_PROGRAMS, LOCAL } from './build-image.ts';
export { ENGINES, findEngine } from './engine.ts';
export { IMAGE_LIMIT_MB, readLayers } from './layers.ts';
export { createSbom } from './sbom.ts';
