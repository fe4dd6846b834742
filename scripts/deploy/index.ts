export { awaitWebhook } from './await-webhook.ts';
export { readPercent } from './canary.ts';
export { chooseImages, LOCAL, type NamedImages } from './choose-images.ts';
export { applyWith, deploy } from './deploy.ts';
export { readImage } from './image-reference.ts';
export { findKubectl, type Kubectl } from './kubectl.ts';
export { findOverlay, readServices, render, renderChanged } from './overlay.ts';
export { type Clock, waitUntilReady } from './wait-until-ready.ts';
