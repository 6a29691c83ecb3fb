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
  const start = process.cpuUsage()
  const spent = () => {
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1000
  }
  let importMs = 0
  await begin(file, onChange, () => {
    importMs = spent()
  })
  const startMs = spent()
  process.send({ startMs, importMs, rssMb: (process.memoryUsage.rss() - rss) / 1024 / 1024 })
  process.on('message', () => process.send({ seen }, () => process.exit()))
}
