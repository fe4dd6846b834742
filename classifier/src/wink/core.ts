import model from 'wink-eng-lite-web-model/dist/languages/cur/models/eng-core-web-model.json' with {
  type: 'json',
};
import { packCore } from './pack-core.ts';

/** wink's core model, packed. A build puts the result in this module's place, so that nothing is packed at start. */
export const core = packCore(model);
