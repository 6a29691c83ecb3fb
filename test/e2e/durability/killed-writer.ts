/** Writes a file and dies by SIGKILL at a given system call: `killed-writer.ts <file> <content> <call>`. */
import { updateFile } from '../../../src/runtime/update-file.ts'
import { disturbed } from './counting-file-system.ts'

const [file = '', content = '', at = '0'] = process.argv.slice(2)
const { fileSystem, calls } = disturbed(Number(at), () => process.kill(process.pid, 'SIGKILL'))
await updateFile(file, () => content, { fileSystem })
process.stdout.write(String(calls.length))
