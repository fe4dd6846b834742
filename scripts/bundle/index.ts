export { buildAndReport, buildCommand, reportSizes } from './build-command.ts';
export { build, FUNCTIONS, NODE_FLAGS, PROGRAMS } from './build-function.ts';
export { buildPage } from './build-page.ts';
export { bundle } from './bundle.ts';
export { LIBRARIES } from './onnx-runtime.ts';
