import { UsageError } from '../program/run-program.ts';
import { expectDigest, expectOwn, type Image } from './image-reference.ts';
import type { Service } from './overlay.ts';

/** The overlay whose images come from no registry. */
export const LOCAL = 'local';

/** The images that were named. */
export interface NamedImages {
  /** A folder of knative/overlays. */
  overlay: string;
  /** That of sentiment-http. */
  image?: Image;
  /** That of sentiment-events. */
  eventsImage?: Image;
}

/** The image of each service, by the one that the overlay has. @throws UsageError where one is missing or not right */
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
        `the overlay ${overlay} has ${name}, an image of its own; expected ${option} REF@sha256:… too`,
      );
    }
  }
  return images;
}
