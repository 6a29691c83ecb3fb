import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { convertTo } from '../export/convert.ts'
import { toVariables } from '../export/flatten.ts'
import { kubernetesManifest } from '../export/kubernetes.ts'
import { printTfvars } from '../export/tfvars.ts'
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
  if (form === 'tfvars') return { text: printTfvars(mapOf(form, value)), losses: [] }
  if (form === 'k8s-configmap' || form === 'k8s-secret') {
    const kind = form === 'k8s-secret' ? 'Secret' : 'ConfigMap'
    const yaml = await namedFormat('yaml')
    return { text: yaml.print(kubernetesManifest(kind, name, toVariables(withoutNull(mapOf(form, value))))), losses: [] }
  }
  if (!exportFormats.includes(form)) {
    throw usageError(
      `there is no format ${JSON.stringify(form)} to export to`,
      didYouMean(closest(form, exportFormats)) ?? `use ${listOf(exportFormats, 'or')}`,
    )
  }
  const format = await namedFormat(form)
  // An application reads its variables from .env, so their names are made as the environment source reads them.
  if (form === 'dotenv')
    return { text: format.print(Object.fromEntries(toVariables(withoutNull(mapOf(form, value))))), losses: [] }
  const { value: adapted, losses } = convertTo(form, value)
  return { text: withLineEnd(format.print(adapted)), losses }
}

function withLineEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

/** `null` means "nothing here", and a variable cannot say that except by not being there. */
function withoutNull(value: ValueMap): ValueMap {
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
