import model from 'wink-eng-lite-web-model/dist/languages/cur/models/eng-core-web-model.json' with {
  type: 'json',
};
import { packCore } from './pack-core.ts';

/** wink's packed core model. The build replaces this module by its result, so that nothing is packed at startup. */
export const core = packCore(model);
