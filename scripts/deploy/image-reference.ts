import { UsageError } from '../program/run-program.ts';

/** What names an image in a registry. */
export interface Image {
  repository: string;
  tag?: string | undefined;
  digest?: string | undefined;
}

const REFERENCE =
  /^(?<repository>[\w.-]+(?::\d+(?=\/))?(?:\/[\w.-]+)*)(?::(?<tag>[\w.-]+))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/;

/**
 * Reads `REF@DIGEST`, with a tag too, or `REF:TAG`.
 * @throws UsageError for anything else
 */
export function readImage(reference: string): Image {
  const { repository, tag, digest } = REFERENCE.exec(reference)?.groups ?? {};
  if (repository !== undefined && (tag !== undefined || digest !== undefined)) {
    return { repository, tag, digest };
  }
  throw new UsageError(`"${reference}" is no image; expected REGISTRY/NAME@sha256:… with 64 hex digits`);
}

/** @throws UsageError for an image by its tag alone */
export function expectDigest({ repository, tag, digest }: Image, overlay: string): void {
  if (digest !== undefined) return;
  throw new UsageError(
    `"${repository}:${tag}" is a tag; the overlay ${overlay} takes REF@sha256:… alone: Knative's controller asks the ` +
      'registry what a tag is, which ECR refuses, and a tag may be another image tomorrow. The push prints the ' +
      'digest, and so does "docker buildx imagetools inspect"',
  );
}

/**
 * @returns the image
 * @throws UsageError for one that is named for the other function: movie-sentiment-events for sentiment-http
 */
export function expectOwn(image: Image, option: string, service: string): Image {
  const other = service === 'sentiment-http' ? 'events' : 'http';
  if (!new RegExp(`(^|[-/_.])${other}$`).test(image.repository)) return image;
  throw new UsageError(`${option} is "${image.repository}"; expected the image of ${service}`);
}
