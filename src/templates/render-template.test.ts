import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DateTime } from '../values/date-time.ts'
import { Secret } from '../values/secret.ts'
import { placeOf, refusal, render, renderIn, templateFolder } from './templates.fixture.ts'

describe('names without a value', () => {
  it.each([
    ['b: {{ port }}', 'port', 'main.tmpl:2:7', 'did you mean "sport"?'],
    ['b: {{ db.hots }}', 'db.hots', 'main.tmpl:2:7', 'did you mean "db.host"?'],
    ['{% if db.hots %}x{% endif %}', 'db.hots', 'main.tmpl:2:7', 'did you mean "db.host"?'],
    ['{% if db.host == 1 %}x{% elif db.hots %}y{% endif %}', 'db.hots', 'main.tmpl:2:31', 'did you mean "db.host"?'],
    ['{% for x in sprots %}{{ x }}{% endfor %}', 'sprots', 'main.tmpl:2:13', 'did you mean "sport"?'],
    ['{{ db.host ~ db["hots"] }}', 'db.hots', 'main.tmpl:2:14', 'did you mean "db.host"?'],
    ['{% set a = nope %}{{ a }}', 'nope', 'main.tmpl:2:12', undefined],
    ['{{ "x" ~ db.hots }}', 'db.hots', 'main.tmpl:2:10', 'did you mean "db.host"?'],
    ['{{ nope | upper }}', 'nope', 'main.tmpl:2:4', undefined],
    ['{{ [nope] | tojson }}', 'nope', 'main.tmpl:2:5', undefined],
    ['{{ nope == 1 }}', 'nope', 'main.tmpl:2:4', undefined],
    ['{{ a if nope else nope2 }}', 'nope', 'main.tmpl:2:9', undefined],
    ['{{ aaa if sport == 2 else bbb }}', 'bbb', 'main.tmpl:2:27', undefined],
    ['{% include nope %}', 'nope', 'main.tmpl:2:12', undefined],
    ['{{ nope.deep.er }}', 'nope', 'main.tmpl:2:4', undefined],
    ['{{ nope() }}', 'nope', 'main.tmpl:2:4', undefined],
    ['{% macro m() %}{{ nope }}{% endmacro %}{{ m() }}', 'nope', 'main.tmpl:2:19', undefined],
    ['{% for s in list %}{{ s.b }}{% endfor %}', 's.b', 'main.tmpl:2:23', undefined],
    ['{% filter upper %}{{ nope }}{% endfilter %}', 'nope', 'main.tmpl:2:22', undefined],
  ])('%s names %s', (line, name, place, hint) => {
    const data = { sport: 1, db: { host: 'h' }, list: [{ b: 1 }, { a: 1 }] }
    const issue = refusal(() => render(`a: 1\n${line}\n`, data))
    expect(issue).toMatchObject({ code: 'TEMPLATE_UNDEFINED', message: `${JSON.stringify(name)} is not defined` })
    expect(placeOf(issue)).toBe(place)
    if (hint !== undefined) expect(issue.hint).toBe(hint)
  })

  it('are found in what is included, by file and line', () => {
    const files = { 'parts/a.tmpl': 'x: 1\n{% include "b.tmpl" %}', 'parts/b.tmpl': 'y: 1\nz: {{ zone }}\n' }
    const issue = refusal(() => render('{% include "parts/a.tmpl" %}', { zones: 1 }, files))
    expect(issue).toMatchObject({ code: 'TEMPLATE_UNDEFINED', hint: 'did you mean "zones"?' })
    expect(placeOf(issue)).toBe('parts/b.tmpl:2:7')
  })

  it('may be missing where the template has an answer', () => {
    const text = '{{ a | default("x") }}{{ b.c | d(1) if b is defined else "y" }}{% if z is not defined %}z{% endif %}'
    expect(render(text).text).toBe('xyz')
  })
})

describe('templates that cannot be read', () => {
  it.each([
    ['a\n{% if %}x{% endif %}', 'main.tmpl:2:7'],
    ['a\n{{ x', 'main.tmpl:2:4'],
    ['a\n{% for x in y %}', 'main.tmpl:2:17'],
    ['a\n{{ x | uper }}', 'main.tmpl:2:8'],
    ['a\n{% if x is odt %}{% endif %}', 'main.tmpl:2:12'],
    ['a\n{% nope %}', 'main.tmpl:2:4'],
    ['a\n{% set a, b = %}', undefined],
    ['a\n{# open', undefined],
  ])('%j is refused at its place', (source, place) => {
    const issue = refusal(() => render(source, { x: 1 }))
    expect(issue.code).toBe('TEMPLATE_SYNTAX')
    if (place !== undefined) expect(placeOf(issue)).toBe(place)
  })

  it('suggest the filter or test that was meant', () => {
    expect(refusal(() => render('{{ x | uper }}')).hint).toBe('did you mean "upper"?')
    expect(refusal(() => render('{{ x is defind }}')).hint).toBe('did you mean "defined"?')
  })

  it('are reported where they are included, not where nobody gets', () => {
    const files = { 'bad.tmpl': 'x\n{% if %}' }
    expect(placeOf(refusal(() => render('{% include "bad.tmpl" %}', {}, files)))).toBe('bad.tmpl:2:7')
    expect(render('{% if false %}{% include "bad.tmpl" %}{% endif %}ok', {}, files).text).toBe('ok')
  })
})

describe('what cannot be computed', () => {
  it.each([
    ['{{ 1 + "a" }}', 'this cannot be computed: tried to use + operator on unsupported types number and string'],
    ['{{ "%d" | format(secret) }}', 'this cannot be computed'],
    ['{{ secret | int }}', 'this cannot be computed'],
    ['{{ secret | float }}', 'this cannot be computed: invalid float literal'],
    ['{{ secret.foo() }}', 'this cannot be computed: string has no method named foo'],
    ['{% for x in 5 %}{% endfor %}', 'this cannot be computed: number is not iterable'],
    ['{{ ["a"].get("b") }}', 'this cannot be computed'],
  ])('%s is refused, without its values', (line, message) => {
    const issue = refusal(() => render(`a\n${line}`, { secret: 'hunter2' }))
    expect(issue).toMatchObject({ code: 'TEMPLATE_FAILED', message })
    expect(placeOf(issue)).toBe('main.tmpl:2:1')
    expect(JSON.stringify(issue)).not.toContain('hunter2')
  })
})

describe('includes', () => {
  it('are relative to the file, then to the folder', () => {
    const files = { 'a/x.tmpl': '{% include "y.tmpl" %}{% include "z.tmpl" %}', 'a/y.tmpl': 'beside ', 'z.tmpl': 'above' }
    expect(render('{% include "a/x.tmpl" %}', {}, files).text).toBe('beside above')
  })

  it('may be computed, also where they are not known before', () => {
    const files = { 'eu.tmpl': '{% include next ~ ".tmpl" %}', 'de.tmpl': 'Frankfurt' }
    expect(render('{% include region ~ ".tmpl" %}', { region: 'eu', next: 'de' }, files).text).toBe('Frankfurt')
  })

  it('that are missing say where, and which name is near', () => {
    const issue = refusal(() => render('a\n{% include "parts/a.tmpl" %}', {}, { 'parts/b.tmpl': '' }))
    expect(issue).toMatchObject({ code: 'TEMPLATE_INCLUDE_MISSING', hint: 'did you mean "parts/b.tmpl"?' })
    expect(placeOf(issue)).toBe('main.tmpl:2:1')
    const inside = refusal(() => render('{% include "x.tmpl" %}', {}, { 'x.tmpl': '\n {% include "no.tmpl" %}' }))
    expect([inside.code, placeOf(inside)]).toEqual(['TEMPLATE_INCLUDE_MISSING', 'x.tmpl:2:2'])
    expect(refusal(() => render('{% include 5 %}')).code).toBe('TEMPLATE_INCLUDE_MISSING')
  })

  it('in a circle name every step', () => {
    const files = { 'a.tmpl': '\n{% include "b.tmpl" %}', 'b.tmpl': '{% include "a.tmpl" %}' }
    const issue = refusal(() => render('{% include "a.tmpl" %}', {}, files))
    expect(issue).toMatchObject({
      code: 'TEMPLATE_INCLUDE_CYCLE',
      message: 'templates include each other in a circle: a.tmpl:2 -> b.tmpl:1 -> a.tmpl',
    })
    expect(issue.related?.map(({ message, span }) => `${span.file}:${span.start.line} ${message}`)).toEqual([
      'a.tmpl:2 includes "b.tmpl"',
      'b.tmpl:1 includes "a.tmpl"',
    ])
  })

  it('of itself and of a parent that is itself are circles', () => {
    expect(refusal(() => render('{% include "a.tmpl" %}', {}, { 'a.tmpl': '{% include "a.tmpl" %}' })).message).toBe(
      'templates include each other in a circle: a.tmpl:1 -> a.tmpl',
    )
    const folder = templateFolder({ 'p.tmpl': '{% extends "q.tmpl" %}', 'q.tmpl': '{% extends "p.tmpl" %}' })
    expect(refusal(() => renderIn(folder, '{% extends "p.tmpl" %}')).code).toBe('TEMPLATE_INCLUDE_CYCLE')
  })

  it.each([
    [
      'a macro',
      { 'a.tmpl': '{% macro m() %}{% include "b.tmpl" %}{% endmacro %}\n{{ m() }}', 'b.tmpl': '\n{% include "a.tmpl" %}' },
    ],
    [
      'a macro of another file',
      { 'a.tmpl': '{% import "m.tmpl" as m %}\n{{ m.m() }}', 'm.tmpl': '{% macro m() %}{% include "a.tmpl" %}{% endmacro %}' },
    ],
    [
      'a block of a parent',
      {
        'a.tmpl': '{% extends "p.tmpl" %}\n{% block b %}{% include "a.tmpl" %}{% endblock %}',
        'p.tmpl': '{% block b %}{% endblock %}',
      },
    ],
    [
      'a call',
      {
        'a.tmpl':
          '{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{% call m() %}{% call m() %}\n{% include "a.tmpl" %}{% endcall %}{% endcall %}{% endcall %}',
      },
    ],
  ])('in a circle through %s name every step', (_, files) => {
    const issue = refusal(() => render('{% include "a.tmpl" %}', {}, files))
    expect(issue.code).toBe('TEMPLATE_INCLUDE_CYCLE')
    for (const { span } of issue.related ?? []) expect(issue.message).toContain(`${span.file}:${span.start.line} -> `)
    expect(new Set(issue.related?.map(({ span }) => span.file)).size).toBe(
      Object.values(files).filter((text) => /include|import/.test(text)).length,
    )
  })

  it('in a block may extend the parent of that block', () => {
    const files = {
      'p.tmpl': '[{% block b %}{% endblock %}]',
      'a.tmpl': '{% extends "p.tmpl" %}{% block b %}{% include "b.tmpl" %}{% include "b.tmpl" %}{% endblock %}',
      'b.tmpl': '{% extends "p.tmpl" %}{% block b %}{% include "c.tmpl" %}{% endblock %}',
      'c.tmpl': '{% extends "p.tmpl" %}{% block b %}\n{{ c }}{% endblock %}',
    }
    expect(render('{% include "a.tmpl" %}', { c: 1 }, files).text).toBe('[[[\n1]][[\n1]]]')
    expect(placeOf(refusal(() => render('{% include "a.tmpl" %}', {}, files)))).toBe('c.tmpl:2:4')
  })

  it('that fail deep inside of themselves are no circle', () => {
    const files = {
      'n.tmpl': '{% if n > 0 %}{% with n = n - 1 %}{% include "n.tmpl" %}{% endwith %}{% else %}\n{{ 1 + [] }}{% endif %}',
    }
    expect(refusal(() => render('{% include "n.tmpl" %}', { n: 9 }, files))).toMatchObject({
      code: 'TEMPLATE_FAILED',
      span: { file: 'n.tmpl', start: { line: 2 } },
    })
  })

  it('may include themselves, if that ends', () => {
    const files = { 'n.tmpl': '{{ n }}{% if n > 0 %}{% with n = n - 1 %}{% include "n.tmpl" %}{% endwith %}{% endif %}' }
    expect(render('{% include "n.tmpl" %}', { n: 9 }, files).text).toBe('9876543210')
  })

  it('do not nest too deeply', () => {
    const files = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`${at}.tmpl`, `{% include "${at + 1}.tmpl" %}`]))
    expect(refusal(() => render('{% include "0.tmpl" %}', {}, { ...files, '40.tmpl': '' }))).toMatchObject({
      code: 'TEMPLATE_LIMIT',
      message: 'includes are nested more than 32 levels deep',
    })
  })

  it('read no more files than allowed', () => {
    const files = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`${at}.tmpl`, '']))
    const source = '{% for n in range(9) %}{% include n ~ ".tmpl" %}{% endfor %}'
    expect(render(source, {}, files).text).toBe('')
    expect(refusal(() => render(source, {}, files, { limits: { files: 5 } })).code).toBe('TEMPLATE_LIMIT')
  })
})

describe('what is asked of the engine a second time', () => {
  it.each<[source: string, missing: string]>([
    ['{{ hosts[5].x }}', 'hosts.5'],
    ['{% from nope import x %}', 'nope'],
    ['{% import nope as x %}', 'nope'],
    ['{{ n.deeper }}', 'n.deeper'],
    ['{{ map.get("k").x }}', ''],
  ])('%s names what is missing', (source, missing) => {
    const issue = refusal(() => render(source, { hosts: [], n: 1, map: {} }))
    if (missing === '') expect(issue.code).toMatch(/^TEMPLATE_/)
    else expect(issue).toMatchObject({ code: 'TEMPLATE_UNDEFINED', message: `"${missing}" is not defined` })
  })

  it('is where includes and macros are too deep for it, though none leads to itself', () => {
    const names = [...Array(31).keys()]
    const files = Object.fromEntries(
      names.map((n) => [
        `${n}.tmpl`,
        `{% macro a() %}{{ caller() }}{% endmacro %}{% call a() %}{% call a() %}{% include "${n + 1}.tmpl" %}{% endcall %}{% endcall %}`,
      ]),
    )
    const issue = refusal(() => render('{% include "0.tmpl" %}', {}, { ...files, '31.tmpl': '' }))
    expect(issue).toMatchObject({
      code: 'TEMPLATE_LIMIT',
      message: 'the template was stopped: includes and macros are nested too deeply',
    })
  })

  it('is an include of something else than a text', () => {
    expect(refusal(() => render('{% include [1, 2] %}'))).toMatchObject({
      code: 'TEMPLATE_INCLUDE_MISSING',
      message: 'the name of a template must be a text',
    })
  })

  it.each([
    '{{ [1] | e }}',
    '{{ {} | wordcount }}',
    '{{ "%d" | format }}',
    '{{ "%q" | format(1) }}',
    '{{ "%(a)s" | format(1) }}',
    '{% raw %}{{ open',
    '{{ "a" | int }}',
    '{{ 5.get("x") }}',
    '{{ "z" | int(base=2) }}',
  ])('%s is refused', (source) => expect(refusal(() => render(source)).code).toMatch(/^TEMPLATE_/))
})

describe('files outside of the folder', () => {
  it.each(['../outside.tmpl', '/etc/passwd', 'sub/../../outside.tmpl', '../in/../outside.tmpl'])(
    '%s is refused, even if it may be missing',
    (name) => {
      const folder = templateFolder({ 'outside.tmpl': 'secret', 'in/sub/x': '' })
      for (const source of [
        `{% include "${name}" %}`,
        `{% include "${name}" ignore missing %}`,
        `{% extends name %}`,
        `{% import name as x %}`,
      ]) {
        expect(refusal(() => renderIn(join(folder, 'in'), source, { name })).code).toBe('TEMPLATE_INCLUDE_OUTSIDE')
      }
    },
  )

  it('are refused through links too', () => {
    const folder = templateFolder({ 'outside.tmpl': 'secret', 'in/a.tmpl': '' })
    symlinkSync(join(folder, 'outside.tmpl'), join(folder, 'in/link.tmpl'))
    symlinkSync(folder, join(folder, 'in/up'))
    symlinkSync(join(folder, 'in/a.tmpl'), join(folder, 'in/b.tmpl'))
    expect(refusal(() => renderIn(join(folder, 'in'), '{% include "link.tmpl" %}')).code).toBe('TEMPLATE_INCLUDE_OUTSIDE')
    expect(refusal(() => renderIn(join(folder, 'in'), '{% include "up/outside.tmpl" %}')).code).toBe('TEMPLATE_INCLUDE_OUTSIDE')
    expect(renderIn(join(folder, 'in'), '{% include "b.tmpl" %}').text).toBe('')
  })

  it('are no folders, and no names with a NUL', () => {
    expect(refusal(() => render('{% include "." %}')).code).toBe('TEMPLATE_INCLUDE_MISSING')
    expect(refusal(() => render('{% include name %}', { name: 'a\0b' })).code).toBe('TEMPLATE_INCLUDE_MISSING')
  })
})

describe('a template outside of the folder', () => {
  it('may include what lies beside it, and nothing of the folder', () => {
    const folder = templateFolder({ 'in/a.tmpl': 'a', 'b.tmpl': 'b' })
    expect(renderIn(folder, '{% include "b.tmpl" %}', {}, { folder: `${folder}/in` }).text).toBe('b')
    expect(refusal(() => renderIn(folder, '{% include "../x.tmpl" %}', {}, { folder: `${folder}/in` })).code).toBe(
      'TEMPLATE_INCLUDE_OUTSIDE',
    )
  })
})

describe('data', () => {
  it('is text where it is a date, and absent where it is secret', () => {
    const data = {
      day: new DateTime('local-date', '2026-01-31'),
      key: new Secret('hunter2'),
      list: [new Secret('a'), 1],
      big: 2n ** 60n,
    }
    expect(render('{{ day }} {{ list | length }} {{ big }}', data).text).toBe('2026-01-31 1 1152921504606846976')
    expect(refusal(() => render('{{ key }}', data)).code).toBe('TEMPLATE_UNDEFINED')
  })

  it('has names of its own only', () => {
    expect(refusal(() => render('{{ x.toString }}', { x: {} })).code).toBe('TEMPLATE_UNDEFINED')
    expect(render('{{ x.toString }}', { x: { toString: 'mine' } }).text).toBe('mine')
  })
})
