import { decode } from '../../formats/decode.ts'
import { Secret } from '../../values/secret.ts'
import type { GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { standardInputName } from '../paths.ts'
import { usageError } from '../usage-error.ts'

/**
 * A secret from standard input with --stdin, else from a person at a terminal, who sees nothing of it. Never from an argument.
 * @throws ConfigError CLI_USAGE
 */
export async function readNewValue(
  context: CliContext,
  name: string,
  flags: GlobalFlags & { readonly stdin?: boolean },
): Promise<Secret> {
  const text = flags.stdin
    ? // The last line end belongs to the `echo`, not to the value.
      decode(await context.stdin.read(), standardInputName).replace(/\r?\n$/, '')
    : await askPerson(context, name, flags)
  if (text === '') throw usageError('the value is empty', 'to take a secret away: configmanage secrets rm')
  return new Secret(text)
}

async function askPerson({ stdin, stderr }: CliContext, name: string, { input }: GlobalFlags): Promise<string> {
  if (input === false || stdin.readHidden === undefined)
    throw usageError('there is nobody to ask for the value', 'pipe it in: … | configmanage secrets set <name> --stdin')
  return stdin.readHidden(`${name} (nothing is shown): `, stderr.write)
}
