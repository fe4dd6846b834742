import type { Resource } from './manifests.ts';

type Attributes = Record<string, string>;

interface Filter {
  exact?: Attributes;
  prefix?: Attributes;
  suffix?: Attributes;
  all?: Filter[];
  any?: Filter[];
  not?: Filter;
  cesql?: string;
}

/**
 * Whether a Trigger takes an event, as its Broker decides it: by `filters` where there are any, else by `filter`.
 * @throws Error for a filter in CESQL, which is not understood here
 */
export function takes({ spec }: Resource, event: Attributes): boolean {
  if (spec.filters?.length > 0) return spec.filters.every((filter: Filter) => passes(filter, event));
  return hasEach(spec.filter?.attributes, event, (value, expected) => expected === '' || value === expected);
}

function passes(filter: Filter, event: Attributes): boolean {
  if (filter.cesql !== undefined) throw new Error('CESQL cannot be decided here');
  return (
    hasEach(filter.exact, event, (value, expected) => value === expected) &&
    hasEach(filter.prefix, event, (value, expected) => value.startsWith(expected)) &&
    hasEach(filter.suffix, event, (value, expected) => value.endsWith(expected)) &&
    (filter.all ?? []).every((part) => passes(part, event)) &&
    (filter.any === undefined || filter.any.some((part) => passes(part, event))) &&
    (filter.not === undefined || !passes(filter.not, event))
  );
}

function hasEach(
  expected: Attributes = {},
  event: Attributes,
  isLike: (value: string, expected: string) => boolean,
): boolean {
  return Object.entries(expected).every(([name, value]) => {
    const actual = event[name];
    return actual !== undefined && isLike(actual, value);
  });
}
