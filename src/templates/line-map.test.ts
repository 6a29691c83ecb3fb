import { describe, expect, it } from 'vitest'
import { LineIndex } from '../text/position.ts'
import type { Rendered } from './render-template.ts'
import { render } from './templates.fixture.ts'

/** Where each word of the result comes from. */
function origins({ text, lines }: Rendered): readonly string[] {
  const index = new LineIndex(text)
  return [...text.matchAll(/\S+/g)].map(({ 0: word, index: at }) => {
    const span = lines()?.origin(index.span('', at, at + word.length))
    return `${word} ${span?.file}:${span?.start.line}:${span?.start.column}-${span?.end.column}`
  })
}

describe('places of rendered text', () => {
  it('lead to letters of the template, and to outputs as a whole', () => {
    expect(origins(render('a: {{ x }}\nb: "q{{ x }}z" # c\n', { x: 5 }))).toEqual([
      'a: main.tmpl:1:1-3',
      '5 main.tmpl:1:4-11',
      'b: main.tmpl:2:1-3',
      '"q5z" main.tmpl:2:4-15',
      '# main.tmpl:2:16-17',
      'c main.tmpl:2:18-19',
    ])
  })

  it('lead into loops, includes, macros and parents', () => {
    const files = {
      'inc.tmpl': 'inc: {{ s }}\n',
      'macros.tmpl': '{% macro m(x) %}\nm: {{ x }}\n{% endmacro %}',
      'base.tmpl': 'base: 1\n{% block b %}{% endblock %}\n',
    }
    const source =
      '{% extends "base.tmpl" %}{% from "macros.tmpl" import m %}{% block b %}{% for s in l %}\n- {{ s }}\n{%- include "inc.tmpl" %}{{ m(s) }}{% endfor %}{% endblock %}'
    expect(origins(render(source, { l: [7, 8] }, files))).toEqual([
      'base: base.tmpl:1:1-6',
      '1 base.tmpl:1:7-8',
      ...[7, 8].flatMap((n) => [
        '- main.tmpl:2:1-2',
        `${n}inc: main.tmpl:2:3-10`,
        `${n} inc.tmpl:1:6-13`,
        'm: macros.tmpl:2:1-3',
        `${n} macros.tmpl:2:4-11`,
      ]),
    ])
  })

  it('hold where signs take the spaces away', () => {
    expect(origins(render('a:\n{%- for x in l %}\n  - {{ x -}}\n{% endfor %}\n  end', { l: ['p', 'q'] }))).toEqual([
      'a: main.tmpl:1:1-3',
      '- main.tmpl:3:3-4',
      'p main.tmpl:3:5-13',
      '- main.tmpl:3:3-4',
      'q main.tmpl:3:5-13',
      'end main.tmpl:5:3-6',
    ])
  })

  it('are known outside of what is looked at as a value', () => {
    const rendered = render('{% set x %}ab{{ y }}{% endset %}{{ x | length }}\nb: {{ y }}\n', { y: 1 })
    expect(origins(rendered)).toEqual(['3 main.tmpl:1:33-49', 'b: main.tmpl:2:1-3', '1 main.tmpl:2:4-11'])
  })

  it('are not known where marks would be in the way everywhere', () => {
    expect(render('a {{ self.b() | length }}{% block b %}xyz{% endblock %}').lines()).toBeUndefined()
    expect(render('\u{10FFFD}').lines()).toBeUndefined()
  })
})

describe('a rendering that marks would break', () => {
  it('has places all the same, outside of what they would break', () => {
    const rendered = render('a: 1\n{% set n %}5{% endset %}\nb: {{ n | int + 1 }}\n')
    const start = rendered.text.indexOf('6')
    expect(rendered.text).toBe('a: 1\n\nb: 6\n')
    const lines = new LineIndex(rendered.text)
    expect(rendered.lines()?.origin(lines.span('out', start, start + 1))?.start.line).toBe(3)
  })

  it('has none where nothing was written', () => {
    const rendered = render('{% if false %}a{% endif %}')
    expect(rendered.lines()?.origin(new LineIndex('').span('out', 0, 0))).toBeUndefined()
  })
})
