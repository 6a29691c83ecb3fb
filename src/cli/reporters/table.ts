import { closest } from '../../text/closest.ts'
import { didYouMean, listOf } from '../../text/words.ts'
import { usageError } from '../usage-error.ts'
import type { Reporter } from './report.ts'

/** Every form that a report can have. The code of one is loaded when it is asked for. */
const reporters = {
  pretty: () => import('./pretty.ts').then((module) => module.pretty),
  concise: () => import('./concise.ts').then((module) => module.concise),
  json: () => import('./json.ts').then((module) => module.json),
  sarif: () => import('./sarif.ts').then((module) => module.sarif),
  github: () => import('./github.ts').then((module) => module.github),
  gitlab: () => import('./gitlab.ts').then((module) => module.gitlab),
  junit: () => import('./junit.ts').then((module) => module.junit),
  rdjson: () => import('./rdjson.ts').then((module) => module.rdjson),
  markdown: () => import('./markdown.ts').then((module) => module.markdown),
  agent: () => import('./agent.ts').then((module) => module.agent),
} as const satisfies Record<string, () => Promise<Reporter>>

export type ReporterName = keyof typeof reporters

export const reporterNames: readonly ReporterName[] = Object.keys(reporters) as ReporterName[]

/** @throws ConfigError CLI_USAGE, with a near name */
export function reporterNamed(name: string, flag = '--format'): ReporterName {
  if (Object.hasOwn(reporters, name)) return name as ReporterName
  const near = didYouMean(closest(name, reporterNames))
  throw usageError(`${flag} takes no ${JSON.stringify(name)} here`, near ?? `use ${listOf(reporterNames, 'or')}`)
}

export function loadReporter(name: ReporterName): Promise<Reporter> {
  return reporters[name]()
}
