import nconf from 'nconf'

nconf.env({ separator: '__', transform: ({ key, value }) => ({ key: key.replace(/^APP_/, '').toLowerCase(), value }) })
nconf.file('app.json')
process.stdout.write(`${nconf.get('server:port')} ${nconf.get('log:level')}\n`)
