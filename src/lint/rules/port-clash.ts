import { type Path, printPath } from '../../values/path.ts'
import { isMap, type Value, type ValueMap } from '../../values/value.ts'
import { layerOf, placeIn, related, replayIn } from '../layers.ts'
import type { Finding, LintRule } from '../rule.ts'
import { wordsOf } from '../secrets/secret-names.ts'
import { mapsIn } from '../settings-of.ts'
import type { LintProfile } from '../subject.ts'

/** Ports to listen at: those of something that serves. A port beside the name of another machine is called there. */
export const portClash: LintRule = {
  code: 'LINT_PORT_CLASH',
  title: 'two servers at one port',
  severity: 'error',
  needs: 'project',
  *check({ project }) {
    for (const profile of project?.profiles ?? []) yield* inProfile(profile)
  },
}

interface Listener {
  readonly path: Path
  readonly port: number
  /** `undefined`: all addresses. */
  readonly host: string | undefined
}

function* inProfile(profile: LintProfile): Generator<Finding> {
  const listeners = listenersIn(profile.value)
  for (const [index, listener] of listeners.entries()) {
    const other = listeners
      .slice(0, index)
      .find((before) => before.port === listener.port && mayBeSame(before.host, listener.host))
    if (other === undefined) continue
    const { winner } = replayIn(profile, listener.path)
    const place = winner && placeIn(layerOf(profile, winner), winner.path)
    const first = replayIn(profile, other.path).winner
    const span = first && layerOf(profile, first).locate(first.path)
    const where = profile.name === undefined ? '' : ` in profile ${profile.name}`
    yield {
      message: `${printPath(other.path)} and ${printPath(listener.path)} are both ${listener.port}${where}`,
      path: listener.path,
      ...place,
      related: related('the other one', span),
      hint: 'give one of them another port',
    }
  }
}

const serving = new Set(
  'server http https web app api admin metrics health grpc listen listener bind service management monitoring debug dashboard ui gateway proxy websocket ws internal public probe status actuator'.split(
    ' ',
  ),
)
const calling = new Set(
  'db database redis cache smtp mail postgres postgresql mysql mariadb mongo mongodb kafka amqp rabbitmq nats elastic elasticsearch search upstream remote client target ldap ftp sftp broker queue peer replica primary statsd syslog collector exporter backend'.split(
    ' ',
  ),
)

function listenersIn(root: Value): readonly Listener[] {
  const found: Listener[] = []
  for (const { path, map } of mapsIn(root)) {
    if (map['enabled'] === false) continue
    for (const [key, value] of Object.entries(map)) {
      const words = wordsOf(key)
      if (words.at(-1) !== 'port' || typeof value !== 'number' || value <= 0) continue
      const around = [...path.map(String).flatMap(wordsOf), ...words.slice(0, -1)]
      if (!serves(around) || isElsewhere(map)) continue
      found.push({ path: [...path, key], port: value, host: hostOf(map) })
    }
  }
  return found
}

/** At the top of a configuration, a port is the program's own. */
function serves(words: readonly string[]): boolean {
  return words.length === 0 || (words.some((word) => serving.has(word)) && !words.some((word) => calling.has(word)))
}

const hostKeys = ['host', 'hostname', 'bind', 'address', 'listen', 'interface', 'ip']

function hostOf(map: ValueMap): string | undefined {
  const host = hostKeys.map((key) => map[key]).find((value) => typeof value === 'string')
  return typeof host !== 'string' || /^(?:0\.0\.0\.0|::|\*|)$/.test(host) ? undefined : host.toLowerCase()
}

/** The name of another machine: that is a place to call. */
function isElsewhere(map: ValueMap): boolean {
  const host = hostOf(map)
  const names = isMap(map) ? Object.keys(map) : []
  if (names.some((name) => /^(?:url|uri|endpoint|base-?url)$/i.test(name))) return true
  return host !== undefined && !/^(?:localhost|\[?::1\]?|\d{1,3}(?:\.\d{1,3}){3})$/.test(host)
}

function mayBeSame(first: string | undefined, second: string | undefined): boolean {
  if (first === undefined || second === undefined) return true
  return plain(first) === plain(second)
}

function plain(host: string): string {
  return host === 'localhost' || host === '::1' || host === '[::1]' ? '127.0.0.1' : host
}
