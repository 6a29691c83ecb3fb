/** Everything that stands behind `s`. */
export { discriminated, lazy, object, tuple, union } from './composed.ts'
export { byteSize, cidr, cron, date, duration, email, host, ip, path, port, regex, secret, semver, url } from './domain.ts'
export { fromJsonSchema } from './from-json-schema.ts'
export type { Infer as infer, InferInput as input } from './infer.ts'
export { any, boolean, choice, choice as enum, integer, list, literal, map, nothing as null, number, string } from './simple.ts'
