import { describe, expect, it } from 'vitest'
import { refusal, render } from './templates.fixture.ts'

describe('a template that does not end', () => {
  it('is stopped by fuel, in its line', () => {
    const source = 'a\n{% for i in range(100000) %}{% for j in range(100000) %}\n{% set x = 1 %}{% endfor %}{% endfor %}'
    const issue = refusal(() => render(source))
    expect(issue).toMatchObject({
      code: 'TEMPLATE_LIMIT',
      message: 'the template was stopped: it takes more than 10000000 steps',
    })
    expect(issue.span?.file).toBe('main.tmpl')
  })

  it('is stopped by fuel in an include, in the line of that', () => {
    const files = { 'loop.tmpl': 'b\n{% for i in range(100000) %}{{ i }}{% endfor %}' }
    const issue = refusal(() => render('{% include "loop.tmpl" %}', {}, files, { limits: { fuel: 5000 } }))
    expect(issue).toMatchObject({ code: 'TEMPLATE_LIMIT', message: 'the template was stopped: it takes more than 5000 steps' })
    expect(issue.span?.file).toBe('loop.tmpl')
  })

  it('is stopped by the clock', () => {
    const source = '{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}'
    const start = performance.now()
    const issue = refusal(() => render(source, {}, {}, { limits: { fuel: Number.MAX_SAFE_INTEGER, timeMs: 200 } }))
    expect(issue).toMatchObject({ code: 'TEMPLATE_LIMIT', message: 'the template was stopped: it takes more than 200 ms' })
    expect(performance.now() - start).toBeLessThan(5000)
    expect(render('still {{ x }}', { x: 1 }).text).toBe('still 1')
  })
})

describe('a template that wants too much', () => {
  it.each([
    ['a text that is repeated', '{{ "a" * 1000000000 }}'],
    ['a text that is repeated as often as the data say', '{{ "a" * n }}'],
    [
      'a text that doubles',
      '{% set x = namespace(t="aaaaaaaaaa") %}{% for i in range(60) %}{% set x.t = x.t ~ x.t %}{% endfor %}',
    ],
    ['a macro that calls itself', '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}'],
    ['macros that call each other', '{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}'],
    ['a loop that goes down without end', '{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}'],
  ])('%s is stopped', (_, source) => {
    const issue = refusal(() => render(source, { n: 2_000_000_000 }))
    expect(issue.code).toBe('TEMPLATE_LIMIT')
    expect(render('still {{ x }}', { x: 1 }).text).toBe('still 1')
  })

  it.each([
    '{{ "%1000000000d" | format(1) }}',
    '{{ "a" | center(1000000000) }}',
    '{{ "a\nb" | indent(1000000000) }}',
    '{{ range(10000000) }}',
  ])('%s is refused', (source) => expect(refusal(() => render(source)).code).toBe('TEMPLATE_FAILED'))

  it('gives no more text than allowed', () => {
    const limits = { output: 100 }
    expect(render('{{ "a" * 100 }}', {}, {}, { limits }).text).toHaveLength(100)
    expect(refusal(() => render('{{ "a" * 101 }}', {}, {}, { limits })).code).toBe('TEMPLATE_LIMIT')
  })

  it.each([
    ['brackets', `{{ ${'('.repeat(10_000)}1${')'.repeat(10_000)} }}`],
    ['tags', '{% if 1 %}'.repeat(100_000) + '{% endif %}'.repeat(100_000)],
    ['lists', `{{ ${'['.repeat(100_000)} }}`],
    ['attributes', `{{ x${'.a'.repeat(100_000)} }}`],
    ['open outputs', '{{ '.repeat(100_000)],
    ['open texts', '{{ "'.repeat(50_001)],
    ['gets', `{{ x${'.get("a")'.repeat(2000)} }}`],
  ])('%s inside each other are refused in time', (_, source) => {
    // Of the processor: on a busy machine, the clock measures the neighbours.
    const before = process.cpuUsage()
    expect(refusal(() => render(source, { x: {} })).code).toMatch(/^TEMPLATE_/)
    const { user, system } = process.cpuUsage(before)
    expect(user + system).toBeLessThan(5_000_000)
  })
})

/**
 * After the published ways out of template engines: Jinja2 (PayloadsAllTheThings; CVE-2016-10745, CVE-2019-10906,
 * CVE-2024-22195, CVE-2024-56201, CVE-2024-56326, CVE-2025-27516), nunjucks, and LiquidJS (CVE-2022-25948, CVE-2026-45618).
 */
describe('ways out of the sandbox', () => {
  it.each([
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ [].__class__.__base__.__subclasses__()[40]('/etc/passwd').read() }}",
    '{{ cycler.__init__.__globals__.os.popen("id").read() }}',
    '{{ joiner.__init__.__globals__.os.popen("id").read() }}',
    '{{ namespace.__init__.__globals__.os.popen("id").read() }}',
    '{{ lipsum.__globals__["os"].popen("id").read() }}',
    '{{ self.__init__.__globals__.__builtins__.__import__("os") }}',
    '{{ self._TemplateReference__context.cycler.__init__ }}',
    '{{ config.__class__.from_envvar }}',
    '{{ request.application.__globals__ }}',
    '{{ get_flashed_messages.__globals__ }}',
    '{{ url_for.__globals__ }}',
    '{{ x | attr("__class__") | attr("__init__") }}',
    '{{ x | attr("\\x5f\\x5fclass\\x5f\\x5f") }}',
    '{{ "{0.__class__}".format(x) }}',
    '{{ "{0.__class__.__init__.__globals__}".format_map({"0": x}) }}',
    '{{ ["{0.__class__}"] | map("format", x) | list | attr("__class__") }}',
    '{{ "{0}" | attr("format") (x) }}',
    '{{ {"a b": 1} | xmlattr }}',
    '{{ range.constructor("return process.version")() }}',
    '{{ cycler.constructor("return process")() }}',
    '{{ x.constructor.constructor("return process")() }}',
    '{{ ({}).constructor.constructor("return process")() }}',
    '{{ "a".constructor.constructor("return this")() }}',
    '{{ x.__proto__.polluted }}',
    '{{ x["__proto__"] }}',
    '{{ x.get("__proto__").polluted }}',
    '{{ x | constructor }}',
    '{{ x | __proto__ }}',
    '{{ x | toString }}',
    '{{ x | hasOwnProperty("a") }}',
    '{{ x is constructor }}',
    '{{ ["a"] | map("constructor") | list }}',
    '{{ [1] | select("__proto__") | list }}',
    '{{ process.env }}',
    '{{ globalThis }}',
    '{{ require("fs") }}',
    '{{ env.PATH }}',
    '{{ debug() }}',
    '{% include "/proc/self/environ" %}',
    '{% include "file:///etc/passwd" %}',
    '{% import "os" as os %}{{ os.popen("id") }}',
    '{% set x.__class__ = 1 %}',
    '{% set ns = namespace() %}{% set ns.__proto__ = 1 %}{{ ns.__proto__.polluted }}',
  ])('%s leads nowhere', (source) => {
    expect(refusal(() => render(source, { x: { a: 1 } })).code).toMatch(/^TEMPLATE_/)
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  it.each([
    ['{{ ["{0.__class__}"] | map("format", x) | join }}', '{0.__class__}'],
    ['{{ x | attr("__class__") | string }}', ''],
    ['{{ x.get("__proto__") }}{{ x.get("constructor") }}', 'nonenone'],
  ])('%s is no error, and gives nothing of the program', (source, text) => {
    expect(render(source, { x: { a: 1 } }).text).toBe(text)
  })

  it('data is never a template', () => {
    expect(render('{{ x }}', { x: '{{ 7 * 7 }}{% include "/etc/passwd" %}' }).text).toBe('{{ 7 * 7 }}{% include "/etc/passwd" %}')
  })

  it('our own filters are no way either', () => {
    expect(render('{{ "main.tmpl" | b64encode | b64decode }}').text).toBe('main.tmpl')
    expect(refusal(() => render('{{ "/etc/passwd" | __enter("t0", 1, 0) }}')).code).toBe('TEMPLATE_SYNTAX')
    expect(refusal(() => render('{{ x | __get("a") }}', { x: {} })).code).toBe('TEMPLATE_SYNTAX')
  })
})
