/** Fails when a package that users get has a licence outside the list of docs/dependencies.md. */
import { productionPackages } from './production-packages.ts'

const allowed = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  '0BSD',
  'Python-2.0',
  'PSF-2.0',
])

const packages = productionPackages()
const refused = packages.filter(({ licence }) => !isAllowed(licence))
for (const { name, version, licence } of refused) console.error(`${name}@${version} has the licence ${licence}`)

if (refused.length > 0) {
  console.error(`allowed: ${[...allowed].join(', ')}`)
  process.exitCode = 1
} else {
  console.log(
    `licences of ${packages.length} packages are fine: ${[...new Set(packages.map(({ licence }) => licence))].sort().join(', ')}`,
  )
}

/** `(MIT OR GPL-2.0)` leaves the choice to us; `MIT AND ISC` asks for both. */
function isAllowed(expression: string): boolean {
  const plain = expression.replace(/[()]/g, ' ')
  return plain.split(' OR ').some((choice) => choice.split(' AND ').every((licence) => allowed.has(licence.trim())))
}
