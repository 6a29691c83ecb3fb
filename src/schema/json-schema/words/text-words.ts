import { formatsOfDomain } from '../keywords/domain.ts'
import { amount, choice, type Wording } from './words.ts'

/** Length, pattern and format of texts. */
const formats: Readonly<Record<string, string>> = {
  'date-time': 'a date and time such as 2026-04-01T08:30:00Z',
  date: 'a date such as 2026-04-01',
  time: 'a time with its offset, such as 08:30:00Z',
  duration: 'an ISO 8601 duration such as PT30S',
  'duration-text': 'a duration such as 250ms, 30s, 5m, 2h or 7d',
  'byte-size': 'a size such as 512B, 10KB or 10MiB',
  email: 'an email address such as name@example.com',
  'idn-email': 'an email address such as name@example.com',
  hostname: 'a host name such as www.example.com',
  'idn-hostname': 'a host name such as www.example.com',
  host: 'a host name or an IP address',
  port: 'a port number from 0 to 65535',
  ipv4: 'an IPv4 address such as 192.0.2.1',
  ipv6: 'an IPv6 address such as 2001:db8::1',
  cidr: 'a network such as 10.0.0.0/8',
  uri: 'a whole URL such as https://example.com/path',
  'uri-reference': 'a URL, or a part of one such as /path',
  iri: 'a whole URL such as https://example.com/path',
  'iri-reference': 'a URL, or a part of one such as /path',
  'uri-template': 'a URL template such as /users/{id}',
  uuid: 'a UUID such as 123e4567-e89b-12d3-a456-426614174000',
  'json-pointer': 'a JSON Pointer such as /servers/0/host',
  'relative-json-pointer': 'a relative JSON Pointer such as 1/name',
  regex: 'a regular expression',
  semver: 'a semantic version such as 1.2.3',
  cron: 'a timetable such as "0 4 * * *"',
}

/** What a pattern is about that stands beside one of our types: nobody wants to read it. */
const notations: ReadonlyMap<unknown, string | undefined> = new Map([
  ['duration', formats['duration-text']],
  ['byte-size', formats['byte-size']],
])

export const textWords: Readonly<Record<string, Wording>> = {
  minLength: ({ wanted }) => ({
    code: 'VALUE_LENGTH',
    says: wanted === 1 ? 'must not be empty' : `must have at least ${amount(wanted, 'character')}`,
    expected: `at least ${amount(wanted, 'character')}`,
  }),
  maxLength: ({ wanted }) => ({
    code: 'VALUE_LENGTH',
    says: `must have at most ${amount(wanted, 'character')}`,
    expected: `at most ${amount(wanted, 'character')}`,
  }),
  pattern: ({ wanted, schema }) => {
    const notation = notations.get(schema['x-type'])
    if (notation !== undefined) return { code: 'VALUE_FORMAT', says: `must be ${notation}`, expected: notation }
    return {
      code: 'VALUE_PATTERN',
      says: `must match the pattern ${choice(wanted)}`,
      expected: `text that matches ${choice(wanted)}`,
    }
  },
  format: ({ wanted }) => inFormat([String(wanted)]),
  'x-type': ({ wanted }) => inFormat(formatsOfDomain[String(wanted)] ?? []),
}

function inFormat(names: readonly string[]): ReturnType<Wording> {
  const words = names.map((name) => formats[name] ?? `a text of the format ${choice(name)}`).join(' or ')
  return { code: 'VALUE_FORMAT', says: `must be ${words}`, expected: words }
}
