import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { convertTo } from '../export/convert.ts'
import { renamedVariables, toVariables } from '../export/flatten.ts'
import { kubernetesManifest } from '../export/kubernetes.ts'
import { renamesLost } from '../export/renames.ts'
import { printTfvars, renamedAttributes } from '../export/tfvars.ts'
import { formatNames } from '../formats/choose.ts'
import { closest } from '../text/closest.ts'
import { didYouMean, listOf } from '../text/words.ts'
import { isMap, kindOf, type Value, type ValueMap } from '../values/value.ts'
import { namedFormat } from './file-format.ts'
import { usageError } from './usage-error.ts'

/** A configuration in some form, and what the form could not hold. */
export interface Exported {
  readonly text: string
  readonly losses: readonly Issue[]
}

/** Forms that are no file formats of ours. */
const otherForms = ['k8s-configmap', 'k8s-secret', 'tfvars']

/** Every word that `export --format` takes. */
export const exportFormats: readonly string[] = [...formatNames, ...otherForms]

/**
 * Prints a value in a form. `name` is what a Kubernetes manifest is called.
 * @throws ConfigError CLI_USAGE for an unknown form, FORMAT_UNSUPPORTED_VALUE
 */
export async function exportTo(form: string, value: Value, name: string): Promise<Exported> {
  if (form === 'tfvars') {
    const map = mapOf(form, value)
    return { text: printTfvars(map), losses: renamesLost(form, renamedAttributes(map)) }
  }
  if (form === 'k8s-configmap' || form === 'k8s-secret' || form === 'dotenv') {
    const map = withoutNull(mapOf(form, value))
    return { text: await printVariables(form, map, name), losses: renamesLost(form, renamedVariables(map)) }
  }
  if (!exportFormats.includes(form)) {
    throw usageError(
      `there is no format ${JSON.stringify(form)} to export to`,
      didYouMean(closest(form, exportFormats)) ?? `use ${listOf(exportFormats, 'or')}`,
    )
  }
  const format = await namedFormat(form)
  const { value: adapted, losses } = convertTo(form, value)
  return { text: withLineEnd(format.print(adapted)), losses }
}

/** An application reads these as variables, so their names are made as the environment source reads them. */
async function printVariables(form: string, map: ValueMap, name: string): Promise<string> {
  const variables = toVariables(map)
  if (form === 'dotenv') return (await namedFormat(form)).print(Object.fromEntries(variables))
  return (await namedFormat('yaml')).print(kubernetesManifest(form === 'k8s-secret' ? 'Secret' : 'ConfigMap', name, variables))
}

function withLineEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

/** `null` means "nothing here", and a variable cannot say that except by not being there. */
export function withoutNull(value: ValueMap): ValueMap {
  const entries = Object.entries(value).filter(([, item]) => item !== null)
  return Object.fromEntries(entries.map(([key, item]) => [key, isMap(item) ? withoutNull(item) : item]))
}

function mapOf(form: string, value: Value): ValueMap {
  if (isMap(value)) return value
  throw new ConfigError({
    code: 'FORMAT_UNSUPPORTED_VALUE',
    severity: 'error',
    message: `${form} holds names with values, and this is a ${kindOf(value)}`,
    hint: 'export the map that it is in',
  })
}
