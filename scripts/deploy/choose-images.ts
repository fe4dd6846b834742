import { UsageError } from '../program/run-program.ts';
import { expectDigest, expectOwn, type Image } from './image-reference.ts';
import type { Service } from './overlay.ts';

/** The name of the overlay whose images come from no registry. */
export const LOCAL = 'local';

/** The overlay and the images named on the command line. */
export interface NamedImages {
  /** A folder of knative/overlays. */
  overlay: string;
  /** The image of sentiment-http. */
  image?: Image;
  /** The image of sentiment-events. */
  eventsImage?: Image;
}

/**
 * Chooses the image of each service, by the image named in the overlay. @throws UsageError if one is missing or wrong
 */
export function chooseImages(
  services: readonly Service[],
  { overlay, image, eventsImage }: NamedImages,
): Map<string, Image> {
  const given = [
    { option: '--image', service: 'sentiment-http', image },
    { option: '--events-image', service: 'sentiment-events', image: eventsImage },
  ];
  const images = new Map<string, Image>();
  for (const { option, service: name, image } of given) {
    const service = services.find((service) => service.name === name);
    if (service && image) images.set(service.image, expectOwn(image, option, name));
    if (!service && image)
      throw new UsageError(`the overlay ${overlay} has no ${name}; expected no ${option}`);
    if (image && overlay !== LOCAL) expectDigest(image, overlay);
    if (service && !image && overlay !== LOCAL) {
      throw new UsageError(
        `the overlay ${overlay} has ${name}, which has its own image; expected ${option} REF@sha256:… too`,
      );
    }
  }
  return images;
}
