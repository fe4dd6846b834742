import { UsageError } from '../program/run-program.ts';

/** The parts of an image reference. */
export interface Image {
  repository: string;
  tag?: string | undefined;
  digest?: string | undefined;
}

const REFERENCE =
  /^(?<repository>[\w.-]+(?::\d+(?=\/))?(?:\/[\w.-]+)*)(?::(?<tag>[\w.-]+))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/;

/**
 * Parses `REF@DIGEST`, which may have a tag too, or `REF:TAG`.
 * @throws UsageError for anything else
 */
export function readImage(reference: string): Image {
  const { repository, tag, digest } = REFERENCE.exec(reference)?.groups ?? {};
  if (repository !== undefined && (tag !== undefined || digest !== undefined)) {
    return { repository, tag, digest };
  }
  throw new UsageError(
    `"${reference}" is not an image reference; expected REGISTRY/NAME@sha256:… with 64 hex digits`,
  );
}

/** Checks that an image has a digest. @throws UsageError if it has only a tag */
export function expectDigest({ repository, tag, digest }: Image, overlay: string): void {
  if (digest !== undefined) return;
  throw new UsageError(
    `"${repository}:${tag}" is a tag; the overlay ${overlay} accepts only REF@sha256:…: Knative's controller asks the ` +
      'registry what a tag is, which ECR refuses, and a tag may be another image tomorrow. The push prints the ' +
      'digest, and so does "docker buildx imagetools inspect"',
  );
}

/**
 * Checks that an image belongs to a service.
 * @returns the image
 * @throws UsageError for an image named for the other function, such as movie-sentiment-events for sentiment-http
 */
export function expectOwn(image: Image, option: string, service: string): Image {
  const other = service === 'sentiment-http' ? 'events' : 'http';
  if (!new RegExp(`(^|[-/_.])${other}$`).test(image.repository)) return image;
  throw new UsageError(`${option} is "${image.repository}"; expected the image of ${service}`);
}
