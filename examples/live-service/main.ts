import { startService } from './service.ts'

const service = await startService(import.meta.dirname, (line) => console.log(line))
console.log(`listening on ${service.url}; change config/service.yaml and ask again`)
process.once('SIGINT', () => void service.close())
