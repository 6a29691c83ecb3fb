import dotenv from 'dotenv'

dotenv.config({ quiet: true })
process.stdout.write(`${process.env.APP_SERVER__PORT} ${process.env.LOG_LEVEL}\n`)
