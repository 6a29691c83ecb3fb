import { CommanderError } from 'commander'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { GlobalFlags } from './command.ts'
import { type CliContext, type CliOutput, processContext } from './context.ts'
import { loadCommand } from './load-command.ts'
import { paintFor, writeIssues } from './output.ts'
import { reportFailure, usageErrorOf } from './report-failure.ts'

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
  vi.resetModules()
})

function fakeContext(parts: Partial<CliContext> = {}) {
  const written = { stdout: '', stderr: '' }
  const output = (name: 'stdout' | 'stderr'): CliOutput => ({
    isTTY: false,
    columns: undefined,
    write: (text) => {
      written[name] += text
    },
  })
  const context: CliContext = {
    stdin: { isTTY: false, read: async () => new Uint8Array() },
    stdout: output('stdout'),
    stderr: output('stderr'),
    env: {},
    cwd: '/',
    now: () => 0,
    signal: new AbortController().signal,
    takeSignals: () => ({ [Symbol.dispose]: () => undefined }),
    frames: { texts: new Map(), root: undefined },
    ...parts,
  }
  return { context, written }
}

describe('the real process', () => {
  it('gives its streams, variables, folder and clock', () => {
    vi.spyOn(process, 'on').mockReturnValue(process)
    const context = processContext()
    expect(context).toMatchObject({ env: process.env, cwd: process.cwd(), stdout: { isTTY: process.stdout.isTTY === true } })
    expect(Math.abs(context.now() - Date.now())).toBeLessThan(1000)
  })

  it('stops what it does at Ctrl-C, and ends half a second later if something does not listen', () => {
    vi.useFakeTimers()
    let interrupt = (): void => undefined
    vi.spyOn(process, 'on').mockImplementation((event, listener) => {
      expect(event).toBe('SIGINT')
      interrupt = listener as () => void
      return process
    })
    const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never)
    const { signal } = processContext()
    interrupt()
    expect(signal.aborted).toBe(true)
    expect(exit).not.toHaveBeenCalled()
    vi.advanceTimersByTime(500)
    expect(exit).toHaveBeenCalledWith(130)
  })
})

describe('the program', () => {
  /** Starts it as `configmanage --version`, under a version of Node. */
  async function start(version: string): Promise<{ readonly code: unknown; readonly stdout: string; readonly stderr: string }> {
    const real = { argv: process.argv, versions: process.versions, exitCode: process.exitCode }
    const written = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      vi.spyOn(process[name], 'write').mockImplementation((text) => {
        written[name] += String(text)
        return true
      })
    }
    vi.spyOn(process, 'on').mockReturnValue(process)
    process.argv = ['node', 'configmanage', '--version']
    Object.defineProperty(process, 'versions', { value: { ...real.versions, node: version }, configurable: true })
    try {
      vi.resetModules()
      await import('./main.ts')
      return { code: process.exitCode, ...written }
    } finally {
      process.argv = real.argv
      process.exitCode = real.exitCode
      Object.defineProperty(process, 'versions', { value: real.versions, configurable: true })
    }
  }

  it.each(['22.13.0', '24.0.0'])('runs on Node %s and answers with the exit code', async (version) => {
    expect(await start(version)).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' })
  })

  it.each(['22.12.0', '20.19.0'])('refuses Node %s in words', async (version) => {
    expect(await start(version)).toEqual({
      code: 2,
      stdout: '',
      stderr: `configmanage needs Node 22.13 or later; this is Node ${version}\n`,
    })
  })
})

describe('an unexpected failure', () => {
  const report = (error: unknown, flags: GlobalFlags = {}, parts: Partial<CliContext> = {}) => {
    const { context, written } = fakeContext(parts)
    return { code: reportFailure(context, flags, 'Value', error), ...written }
  }

  it('tells its kind and where, but not what it says, which may be a secret', () => {
    const { code, stdout, stderr } = report(new TypeError('hunter2'))
    expect({ code, stdout }).toEqual({ code: 70, stdout: '' })
    expect(stderr).toContain('an unexpected TypeError')
    expect(stderr).toContain('please report this')
    expect(stderr).toMatch(/\n\s+at /)
    expect(stderr).not.toContain('hunter2')
  })

  it('tells everything when it is asked to', () => {
    expect(report(new TypeError('what it says'), { verbose: true }).stderr).toContain('TypeError: what it says')
    expect(report(Object.assign(new Error('what it says'), { stack: undefined }), { verbose: true }).stderr).toContain(
      'what it says',
    )
  })

  it('without a stack, or that is no error, is told all the same', () => {
    expect(report(Object.assign(new Error('x'), { stack: undefined })).stderr).toContain('an unexpected Error')
    expect(report('hunter2').stderr).toContain('an unexpected string')
    expect(report(Object.assign(new Error('x'), { code: 'EIO' })).stderr).toContain('an unexpected Error EIO')
    expect(report(Object.assign(new Error('x'), { code: 5 })).stderr).toMatch(/an unexpected Error\n/)
  })

  it('is data for machines', () => {
    const { code, stdout, stderr } = report(new TypeError('hunter2'), { format: 'json' })
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, exitCode: code, issues: [{ code: 'INTERNAL' }] })
    expect(stderr).toBe('')
  })

  it('after Ctrl-C is the end that was asked for', () => {
    expect(report(new Error('aborted'), {}, { signal: AbortSignal.abort() })).toEqual({ code: 130, stdout: '', stderr: '' })
  })

  it('that a command has no code is one', async () => {
    await expect(loadCommand('toString')).rejects.toThrow('no code for the command toString')
  })
})

describe('what commander says', () => {
  it('is said in our words, with its suggestion', () => {
    const error = new CommanderError(1, 'commander.unknownCommand', "error: unknown command 'gte'\n(Did you mean get?)")
    expect(usageErrorOf(error)).toMatchObject({
      issues: [{ code: 'CLI_USAGE', message: 'unknown command "gte"', hint: 'did you mean "get"?' }],
    })
  })

  it('leads to the help when it suggests nothing', () => {
    const option = new CommanderError(1, 'commander.unknownOption', "error: unknown option '--x'.")
    expect(usageErrorOf(option)).toMatchObject({
      issues: [{ message: 'unknown option "--x"', hint: expect.stringContaining('goes behind --') }],
    })
    const argument = new CommanderError(1, 'commander.excessArguments', 'error: too many arguments')
    expect(usageErrorOf(argument)).toMatchObject({ issues: [{ hint: 'see configmanage --help' }] })
  })

  it('is nothing of commander otherwise', () => {
    const error = new Error('x')
    expect(usageErrorOf(error)).toBe(error)
  })
})

describe('colours', () => {
  it.each<[string, GlobalFlags, Record<string, string>, boolean, boolean]>([
    ['always, when asked for', { color: 'always' }, { NO_COLOR: '1' }, false, true],
    ['never, when asked for', { color: 'never' }, { FORCE_COLOR: '1' }, true, false],
    ['not with NO_COLOR', {}, { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    ['with FORCE_COLOR', {}, { FORCE_COLOR: '1' }, false, true],
    ['not with FORCE_COLOR=0', {}, { FORCE_COLOR: '0' }, true, false],
    ['on a terminal', {}, {}, true, true],
    ['not on a dumb terminal', {}, { TERM: 'dumb' }, true, false],
    ['not in a file', {}, {}, false, false],
  ])('are used %s', (_, flags, env, isTTY, expected) => {
    const { context } = fakeContext({ env })
    const text = paintFor(context, flags, { ...context.stdout, isTTY }).error('x')
    expect(text !== 'x').toBe(expected)
  })
})

describe('issues for people', () => {
  it('leave warnings out when it is asked to be quiet', () => {
    const { context, written } = fakeContext()
    const issues = [
      { code: 'SOURCE_NEAR_MISS', severity: 'warning', message: 'a warning' },
      { code: 'SOURCE_MISSING', severity: 'error', message: 'an error' },
    ] as const
    writeIssues(context, { quiet: true }, issues)
    expect(written.stderr).toContain('an error')
    expect(written.stderr).not.toContain('a warning')
  })
})
