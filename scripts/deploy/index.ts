export { readPercent } from './canary.ts';
export { LOCAL } from './choose-images.ts';
export { deploy } from './deploy.ts';
export { readImage } from './image-reference.ts';
