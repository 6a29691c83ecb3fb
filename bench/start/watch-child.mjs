import { readFileSync } from 'node:fs'

/** Says what beginning to watch cost, then when each content was read first: the clock is that of the whole machine. */
export async function serve(begin) {
  const file = process.argv[2]
  const seen = []
  let last = ''
  const onChange = () => {
    let text = ''
    try {
      text = readFileSync(file, 'utf8')
    } catch {
      // Not there for the moment; a good watcher calls again.
    }
    if (text === last) return
    last = text
    seen.push([text.slice(0, text.indexOf('\n')), Number(process.hrtime.bigint()) / 1e6])
  }
  const rss = process.memoryUsage.rss()
  const cpu = process.cpuUsage()
  const wall = performance.now()
  const spent = () => {
    // The wall first: asking for the other takes time too.
    const wallMs = performance.now() - wall
    const { user, system } = process.cpuUsage(cpu)
    return { wallMs, cpuMs: (user + system) / 1000 }
  }
  let loaded
  await begin(file, onChange, () => {
    loaded = spent()
  })
  const started = spent()
  const taken = () => (process.memoryUsage.rss() - rss) / 1024 / 1024
  const rssMb = taken()
  const turn = performance.now()
  await new Promise((resolve) => setImmediate(resolve))
  const nextTurn = { wallMs: performance.now() - turn, rssMb: taken() - rssMb }
  process.send({ started, loaded, rssMb, nextTurn })
  process.on('message', () => process.send({ seen }, () => process.exit()))
}
