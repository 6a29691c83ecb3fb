/** A form by which a secret is known without looking at its name. */
export interface TokenPattern {
  /** What it is, for people: `AWS access key`. */
  readonly kind: string
  /** Global, and linear in the length of the text. */
  readonly pattern: RegExp
}

/** Begins behind anything that cannot be part of the token. */
const word = (body: string): RegExp => new RegExp(`(?<![A-Za-z0-9_-])${body}(?![A-Za-z0-9_-])`, 'g')

/** Forms that services publish, so that a leak can be noticed. Each has a beginning that nothing else has. */
export const tokenPatterns: readonly TokenPattern[] = [
  { kind: 'private key', pattern: /-----BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----/g },
  { kind: 'age identity', pattern: word('AGE-SECRET-KEY-1[A-Z0-9]{58}') },
  { kind: 'AWS access key', pattern: word('(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}') },
  { kind: 'Google API key', pattern: word('AIza[A-Za-z0-9_-]{35}') },
  { kind: 'Google OAuth secret', pattern: word('GOCSPX-[A-Za-z0-9_-]{28}') },
  { kind: 'Azure account key', pattern: /AccountKey=[A-Za-z0-9+/]{86}==/g },
  { kind: 'GitHub token', pattern: word('gh[pousr]_[A-Za-z0-9]{36,251}') },
  { kind: 'GitHub token', pattern: word('github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}') },
  { kind: 'GitLab token', pattern: word('gl(?:pat|dt|rt|ptt|cbt|ft|oas|soat)-[A-Za-z0-9_-]{20,250}') },
  { kind: 'Slack token', pattern: word('xox[abeoprs]-[A-Za-z0-9-]{10,250}') },
  { kind: 'Slack token', pattern: word('xapp-[0-9]-[A-Za-z0-9]{5,20}-[0-9]{5,20}-[a-z0-9]{20,100}') },
  {
    kind: 'Slack webhook',
    pattern: /https:\/\/hooks\.slack\.com\/services\/T[A-Z0-9]{6,12}\/B[A-Z0-9]{6,12}\/[A-Za-z0-9]{20,32}/g,
  },
  { kind: 'Stripe key', pattern: word('(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,250}') },
  { kind: 'npm token', pattern: word('npm_[A-Za-z0-9]{36}') },
  { kind: 'PyPI token', pattern: word('pypi-AgE[A-Za-z0-9_-]{50,250}') },
  { kind: 'SendGrid key', pattern: word('SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}') },
  { kind: 'DigitalOcean token', pattern: word('do[opr]_v1_[a-f0-9]{64}') },
  { kind: 'Vault token', pattern: word('hv[sbr]\\.[A-Za-z0-9_-]{24,250}') },
  { kind: 'Anthropic key', pattern: word('sk-ant-[A-Za-z0-9_-]{20,250}') },
  { kind: 'OpenAI key', pattern: word('sk-(?:proj-)?[A-Za-z0-9_-]{10,120}T3BlbkFJ[A-Za-z0-9_-]{10,120}') },
  { kind: 'Hugging Face token', pattern: word('hf_[A-Za-z0-9]{34}') },
  { kind: 'Shopify token', pattern: word('shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}') },
  { kind: 'JSON Web Token', pattern: word('eyJ[A-Za-z0-9_-]{10,2000}\\.eyJ[A-Za-z0-9_-]{10,4000}\\.[A-Za-z0-9_-]{20,1000}') },
]

/** A token in a text, by its offsets. */
export interface FoundToken {
  readonly kind: string
  readonly start: number
  readonly end: number
}

/** The tokens of a text, in order. `xxxx…` in the place of the random part is no token. */
export function tokensIn(text: string): readonly FoundToken[] {
  const found: FoundToken[] = []
  for (const { kind, pattern } of tokenPatterns) {
    for (const match of text.matchAll(pattern)) {
      if (!isMadeUp(match[0])) found.push({ kind, start: match.index, end: match.index + match[0].length })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

/** Documentation writes tokens of one letter, or of the alphabet. Beside enough that is random, a run of digits is only a number. */
function isMadeUp(token: string): boolean {
  const rest = token.replace(/0?123456789\d*|abcdefghij[a-z]*/gi, '')
  const isSequence = rest !== token && rest.length < fewestRandom
  return isSequence || /([A-Za-z0-9*.])\1{7}/.test(token) || /your[-_]|[-_]here/i.test(token)
}

/** With the beginning that the service gives. */
const fewestRandom = 24
