import { describe, expect, it } from 'vitest'
import { mermaidGraph, profileGraph } from './graph.ts'

const shop = { base: {}, prod: { extends: 'base', aliases: ['live'] }, all: { group: ['live'] } }

describe('profileGraph', () => {
  it('has an edge for each profile that another one names, by its own name', () => {
    const { profiles, edges } = profileGraph(shop)
    expect(profiles).toEqual(['base', 'prod', 'all'])
    expect(edges.map(({ from, to, kind }) => `${from} ${kind} ${to}`)).toEqual(['prod extends base', 'all group prod'])
  })
})

describe('mermaidGraph', () => {
  it('tells what is extended from members of groups, and marks the profiles in use', () => {
    expect(mermaidGraph(profileGraph(shop), ['base', 'prod'])).toBe(
      [
        'graph TD',
        '  p0["base"]',
        '  p1["prod"]',
        '  p2["all"]',
        '  p1 -->|extends| p0',
        '  p2 -.->|group| p1',
        '  classDef active stroke-width:3px',
        '  class p0,p1 active',
        '',
      ].join('\n'),
    )
  })

  it('marks nothing when no profile of the definition is in use', () => {
    expect(mermaidGraph(profileGraph({ base: {} }), ['other'])).toBe('graph TD\n  p0["base"]\n')
  })
})
