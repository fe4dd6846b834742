export { fineTune } from './fine-tune.ts';
export { addFineTuneOptions, readFineTuneOptions } from './fine-tune-command.ts';
