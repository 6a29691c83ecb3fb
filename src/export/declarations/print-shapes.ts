import { literalText } from './literals.ts'
import type { Declared } from './read-shapes.ts'
import { type Member, type Shape, unionOf, word } from './shape.ts'

const widest = 100

/** `export interface Config { … }`, or `export type Config = …`. */
export function printDeclared({ name, notes, shape }: Declared): string {
  const comment = printNotes(notes, '')
  if (shape.kind === 'map' && shape.members.length > 0)
    return `${comment}export interface ${name} {\n${membersOf(shape, '  ').join('\n')}\n}\n`
  return `${comment}export type ${name} = ${print(shape, '', name.length + 15)}\n`
}

function membersOf({ members, others }: Extract<Shape, { kind: 'map' }>, indent: string): readonly string[] {
  const lines = members.map((member) => printMember(member, indent))
  if (others === undefined) return lines
  // In TypeScript, what is said of other keys has to hold for the named ones too.
  const all = [
    others,
    ...members.map(({ shape }) => shape),
    ...(members.some(({ optional }) => optional) ? [word('undefined')] : []),
  ]
  return [...lines, `${indent}readonly [key: string]: ${print(unionOf(all), indent, 40)}`]
}

function printMember({ key, shape, optional, notes }: Member, indent: string): string {
  const name = /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? key : literalText(key)
  const start = `${indent}readonly ${name}${optional ? '?' : ''}: `
  return printNotes(notes, indent) + start + print(shape, indent, start.length)
}

function printNotes(notes: readonly string[], indent: string): string {
  const lines = notes.map((line) => line.replaceAll('*/', '*\\/'))
  if (lines.length === 0) return ''
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`
}

/** `used` is the width that stands before it on the line. */
function print(shape: Shape, indent: string, used: number): string {
  if (shape.kind !== 'union') return printOne(shape, indent)
  const branches = branchesOf(shape.of, indent)
  const line = branches.join(' | ')
  if (used + line.length <= widest) return line
  return branches.map((branch) => `\n${indent}  | ${branch}`).join('')
}

function printOne(shape: Shape, indent: string): string {
  switch (shape.kind) {
    case 'word':
      return shape.sealed ? `Secret<${shape.text}>` : shape.text
    case 'name':
      return shape.name
    case 'union':
      return `(${branchesOf(shape.of, indent).join(' | ')})`
    case 'intersection':
      return shape.of.map((part) => printOne(part, indent)).join(' & ')
    case 'list':
      return `readonly ${inList(shape.item, indent)}[]`
    case 'tuple':
      return printTuple(shape, indent)
    case 'map':
      return printMap(shape, indent)
  }
}

/** Several texts in one secret are one secret. */
function branchesOf(shapes: readonly Shape[], indent: string): readonly string[] {
  const sealed = shapes.flatMap((shape) => (shape.kind === 'word' && shape.sealed ? [shape.text] : []))
  const open = shapes.filter((shape) => !(shape.kind === 'word' && shape.sealed))
  const secret = sealed.length === 0 ? [] : [`Secret<${sealed.join(' | ')}>`]
  return [...secret, ...open.map((shape) => printOne(shape, indent))]
}

function inList(item: Shape, indent: string): string {
  const text = printOne(item, indent)
  return item.kind === 'intersection' || item.kind === 'list' || item.kind === 'tuple' ? `(${text})` : text
}

function printTuple({ items, rest }: Extract<Shape, { kind: 'tuple' }>, indent: string): string {
  const parts = items.map(({ shape, optional }) => {
    if (!optional) return print(shape, indent, widest / 2)
    return shape.kind === 'word' || shape.kind === 'name' ? `${printOne(shape, indent)}?` : `(${print(shape, indent, 0)})?`
  })
  const all = rest === undefined ? parts : [...parts, `...${inList(rest, indent)}[]`]
  return `readonly [${all.join(', ')}]`
}

function printMap(shape: Extract<Shape, { kind: 'map' }>, indent: string): string {
  const members = membersOf(shape, `${indent}  `)
  if (members.length === 0) return '{}'
  return members.length === 1 && !members[0]?.includes('\n')
    ? `{ ${members[0]?.trim()} }`
    : `{\n${members.join('\n')}\n${indent}}`
}
